import { Anchor, Button, Group, List, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type DatastoreUser, useUnregisterDatastore } from "@/api/datastores";
import { ApiError } from "@/api/errors";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { showDone } from "@/ui/toast";

/** Asks first; when something needs the datastore, says what and does nothing. */
export function UnregisterDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation("data");
  const remove = useUnregisterDatastore(useWorkspace().id);
  const users = usersOf(remove.error);
  const confirm = () =>
    remove.mutate(name, {
      onSuccess: () => {
        showDone(t("unregister.done", { name }));
        onClose();
      },
    });
  return (
    <Modal opened onClose={onClose} title={t(users ? "unregister.refused" : "unregister.title", { name })} size={480}>
      {users ? (
        <>
          <Text mb="sm">{t("unregister.users", { count: users.length })}</Text>
          <List spacing={4} mah={280} style={{ overflow: "auto" }} tabIndex={0} aria-label={t("unregister.usersLabel")}>
            {users.map((user) => (
              <List.Item key={`${user.type}:${user.id}`}>
                <User user={user} /> <Text span c="var(--st-ink-2)">{t(`user.${user.type}`)}</Text>
              </List.Item>
            ))}
          </List>
        </>
      ) : (
        <Text>{t("unregister.text")}</Text>
      )}
      {remove.error && !users && (
        <Text c="var(--st-bad)" mt="sm" role="alert">
          {remove.error.message}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t(users ? "ui:close" : "ui:cancel")}
        </Button>
        {!users && (
          <Button color="red" loading={remove.isPending} onClick={confirm}>
            {t("menu.unregister")}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function User({ user: { type, id, name } }: { user: DatastoreUser }) {
  const ws = useWorkspace().name;
  const to = {
    draft: () => routes.draft(ws, id),
    published: () => routes.publishedPipeline(ws, id),
    dataset: () => routes.dataset(ws, name),
    model: () => routes.model(ws, name),
    run: () => routes.run(ws, id),
    schedule: null,
  }[type];
  if (!to) return name;
  return (
    <Anchor component={Link} to={to()}>
      {name}
    </Anchor>
  );
}

function usersOf(error: Error | null): DatastoreUser[] | null {
  if (!(error instanceof ApiError) || error.code !== "datastore_in_use") return null;
  return (error.extra.users as DatastoreUser[] | undefined) ?? [];
}
