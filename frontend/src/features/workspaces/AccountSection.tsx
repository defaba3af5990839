import { Button, Group, PasswordInput, Radio, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/errors";
import { sessionQuery, useSetPassword } from "../../api/session";
import { Page } from "../../ui/Page";
import { showDone, showFailed } from "../../ui/toast";
import classes from "./Settings.module.css";

const schemes = ["light", "dark", "auto"] as const;

export function AccountSection() {
  const { t } = useTranslation("workspaces");
  const { data: session } = useQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title={t("account.title")} subtitle={session && t("account.subtitle", { name: session.user.username })}>
      <section className={classes.card} aria-labelledby="appearance">
        <h2 id="appearance">{t("account.appearance")}</h2>
        <Radio.Group
          aria-labelledby="appearance"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          description={t("account.appearanceHint")}
        >
          <Stack gap={8} mt="sm">
            {schemes.map((value) => (
              <Radio key={value} value={value} label={t(`app:theme.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
      </section>
      {session && <PasswordCard hasPassword={session.user.has_password} />}
      <Text fz="sm" c="var(--st-ink-3)">
        {session && t("account.version", { version: session.version })}
      </Text>
    </Page>
  );
}

function PasswordCard({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useTranslation("workspaces");
  const save = useSetPassword();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const refusal = save.error instanceof ApiError ? save.error : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { current, new: next },
      {
        onSuccess: () => {
          setCurrent("");
          setNext("");
          showDone(t("account.passwordSet"));
        },
        onError: (error) => {
          if (!(error instanceof ApiError && error.problems.some(({ attr }) => attr))) showFailed(t("account.passwordFailed"), error);
        },
      },
    );
  };
  return (
    <section className={classes.card} aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <Text fz="sm" c="var(--st-ink-2)" mb="sm">
        {hasPassword ? t("account.changeHint") : t("account.setHint")}
      </Text>
      <form onSubmit={submit} className={classes.form}>
        {hasPassword && (
          <PasswordInput
            label={t("account.current")} autoComplete="current-password" required value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)} error={refusal?.fieldError("current")}
          />
        )}
        <PasswordInput
          label={t("account.new")} autoComplete="new-password" required value={next}
          onChange={(event) => setNext(event.currentTarget.value)} error={refusal?.fieldError("new")}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!next || (hasPassword && !current)}>
            {hasPassword ? t("account.change") : t("account.set")}
          </Button>
        </Group>
      </form>
    </section>
  );
}
