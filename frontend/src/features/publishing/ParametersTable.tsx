import { Code, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PublishedDetail } from "../../api/published";

/** What a caller may set, and what holds when they do not. */
export function ParametersTable({ parameters }: { parameters: PublishedDetail["parameters"] }) {
  const { t } = useTranslation("publishing");
  if (parameters.length === 0) return <Text c="var(--st-ink-2)">{t("noParameters")}</Text>;
  return (
    <Table horizontalSpacing={8} verticalSpacing={6} aria-label={t("section.parameters")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("parameter.name")}</Table.Th>
          <Table.Th>{t("parameter.type")}</Table.Th>
          <Table.Th>{t("parameter.default")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parameters.map((parameter) => (
          <Table.Tr key={parameter.name}>
            <Table.Td>
              <Text fw={600}>{parameter.name}</Text>
              {parameter.description && (
                <Text fz="xs" c="var(--st-ink-2)">
                  {parameter.description}
                </Text>
              )}
            </Table.Td>
            <Table.Td>{parameter.type}</Table.Td>
            <Table.Td>
              <Code>{JSON.stringify(parameter.default)}</Code>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
