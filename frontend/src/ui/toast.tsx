/** Short messages at the corner: what happened, and how to take it back. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";

/** How long an undo is offered, in milliseconds. */
const undoFor = 8000;

export function showDone(message: string): void {
  notifications.show({ message, color: "teal", icon: <IconCheck size={16} />, autoClose: 3500 });
}

export function showFailed(title: string, error: Error): void {
  notifications.show({
    title,
    message: error.message,
    color: "red",
    icon: <IconAlertTriangle size={16} />,
    autoClose: 10_000,
    role: "alert",
  });
}

/** Say what was done and offer to take it back. */
export function showUndo(message: string, undoLabel: string, undo: () => void): void {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <span>{message}</span>
        <Button
          size="xs"
          variant="subtle"
          flex="none"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {undoLabel}
        </Button>
      </Group>
    ),
    autoClose: undoFor,
    color: "gray",
  });
}
