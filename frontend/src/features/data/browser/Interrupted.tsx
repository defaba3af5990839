import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { forgetUpload, type InterruptedUpload, interruptedUploads } from "@/api/uploads";
import { useWorkspace } from "@/api/workspace";
import { formatBytes } from "@/ui/format";
import { showFailed } from "@/ui/toast";
import { uploads, useUploadQueue } from "../uploads/uploads";
import classes from "./browser.module.css";
import { nameOf } from "./paths";

/** Uploads that a reload or a closed tab cut off: with the same file they go on where they were. */
export function Interrupted({ datastore }: { datastore: string }) {
  const { t } = useTranslation("data");
  const workspace = useWorkspace().id;
  const input = useRef<HTMLInputElement>(null);
  const running = useUploadQueue(({ items }) => items);
  const { data = [], refetch } = useQuery({
    queryKey: ["interrupted-uploads", workspace, datastore],
    queryFn: () => interruptedUploads(workspace, datastore),
    // The browser's own memory: it changes with the uploads of this page, which the filter below follows.
    staleTime: 0,
  });
  const taken = new Set(running.map((item) => `${item.datastore}\n${item.path}`));
  const waiting = data.filter((each) => !taken.has(`${each.datastore}\n${each.path}`));
  const [first] = waiting;
  if (!first) return null;

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = "";
    const found = waiting.flatMap((each) => {
      const file = files.find((candidate) => isSame(candidate, each));
      return file ? [{ file, path: each.path, overwrite: each.overwrite }] : [];
    });
    uploads.add(workspace, datastore, found);
    if (found.length === 0) showFailed(t("interrupted.otherFile"), new Error(t("interrupted.otherFileText", { name: nameOf(first.path) })));
  };
  const forget = () => void Promise.all(waiting.map(forgetUpload)).then(() => refetch());
  const size = formatBytes(waiting.reduce((sum, each) => sum + each.size, 0));
  return (
    <div className={classes.interrupted} role="status">
      <span>{t("interrupted.text", { count: waiting.length, name: nameOf(first.path), size })}</span>
      <Button size="xs" variant="default" onClick={() => input.current?.click()}>
        {t("interrupted.choose")}
      </Button>
      <Button size="xs" variant="default" onClick={forget}>
        {t("interrupted.forget")}
      </Button>
      <input ref={input} type="file" multiple hidden aria-label={t("interrupted.choose")} onChange={choose} />
    </div>
  );
}

function isSame(file: File, { path, size, lastModified }: InterruptedUpload): boolean {
  return file.name === nameOf(path) && file.size === size && file.lastModified === lastModified;
}
