/** Connecting by keyboard: every pair of ports that may be joined with a step, as a list. */
import { IconArrowDownRight, IconArrowUpLeft, IconLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { judgeFrom, type Side, type Wish } from "@/graph/connect";
import { findNode, type PipelineDocument } from "@/graph/document";
import { inputsOf, outputsOf, type Kinds } from "@/graph/kinds";
import { connectPorts } from "./actions";
import { useParts } from "./context";
import { PointList, type ListEntry } from "./PointList";
import type { Menu } from "./store";

export function ConnectMenu({ menu }: { menu: Extract<Menu, { kind: "connect" }> }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const { store, kinds, canvas } = parts;
  const document = store.getState().history.present;
  const title = findNode(document, menu.node)?.title ?? "";
  const nameOf = (id: string) => findNode(document, id)?.title ?? id;
  const close = () => {
    store.getState().set({ menu: null });
    canvas.current?.focus();
  };
  const all = possibleWishes(document, kinds, menu.node).map(({ wish, way }): ListEntry & { text: string } => {
    const label =
      wish.kind === "run_after"
        ? t(way === "source" ? "connect.before" : "connect.after", {
            other: nameOf(way === "source" ? wish.target.node : wish.source.node),
          })
        : t("connect.entry", { from: wish.source.port, to: wish.target.port, other: nameOf(otherEnd(wish, way)) });
    const Icon = wish.kind === "run_after" ? IconLink : way === "source" ? IconArrowDownRight : IconArrowUpLeft;
    return {
      id: `${wish.kind}-${wish.source.node}-${wish.source.port}-${wish.target.node}-${wish.target.port}`,
      label,
      hint: wish.kind === "data" ? t(way === "source" ? "connect.gives" : "connect.takes", { title }) : undefined,
      icon: <Icon size={16} stroke={1.7} aria-hidden />,
      text: label.toLowerCase(),
      choose: () => {
        close();
        connectPorts(parts, wish);
      },
    };
  });
  return (
    <PointList
      at={menu.at.screen}
      label={t("connect.label", { title })}
      placeholder={t("connect.placeholder")}
      nothing={t("connect.nothing")}
      entries={(query) => all.filter(({ text }) => text.includes(query.toLowerCase()))}
      onClose={close}
    />
  );
}

function otherEnd(wish: Wish, way: Side): string {
  return way === "source" ? wish.target.node : wish.source.node;
}

interface Possible {
  readonly wish: Wish;
  /** Which end of the edge the step is. */
  readonly way: Side;
}

/** Data edges out of the step, then into it, then orders without data. */
export function possibleWishes(document: PipelineDocument, kinds: Kinds, node: string): Possible[] {
  return [...wishes(document, kinds, node, "source"), ...wishes(document, kinds, node, "target"), ...orders(document, kinds, node)];
}

function wishes(document: PipelineDocument, kinds: Kinds, id: string, way: Side): Possible[] {
  const node = findNode(document, id);
  if (!node) return [];
  const own = way === "source" ? outputsOf(node, kinds[node.kind]) : inputsOf(node, kinds[node.kind]);
  return own.flatMap(({ name }) => {
    const held = { node: id, port: name };
    const judge = judgeFrom(document, kinds, "data", way, held);
    return document.nodes.flatMap((other) => {
      const ports = way === "source" ? inputsOf(other, kinds[other.kind]) : outputsOf(other, kinds[other.kind]);
      return ports
        .map((port) => ({ node: other.id, port: port.name }))
        .filter((address) => judge(address) === null)
        .map((address): Possible => ({
          way,
          wish:
            way === "source"
              ? { kind: "data", source: held, target: address }
              : { kind: "data", source: address, target: held },
        }));
    });
  });
}

function orders(document: PipelineDocument, kinds: Kinds, id: string): Possible[] {
  const held = { node: id, port: "" };
  return (["source", "target"] as const).flatMap((way) => {
    const judge = judgeFrom(document, kinds, "run_after", way, held);
    return document.nodes
      .map((other) => ({ node: other.id, port: "" }))
      .filter((address) => judge(address) === null)
      .map((address): Possible => ({
        way,
        wish:
          way === "source"
            ? { kind: "run_after", source: held, target: address }
            : { kind: "run_after", source: address, target: held },
      }));
  });
}
