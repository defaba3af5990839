export { PipelineCanvas } from "./PipelineCanvas";
export { CARD, cardAt, GRID } from "./geometry";
export { KindIcon } from "./icons";
export { layout } from "./layout";
export { cardLine, spell } from "./line";
export { useRefusalWords } from "./refusal";
export { NOTHING_SELECTED } from "./types";
export type {
  CanvasHandle,
  CardStatus,
  DanglingEdge,
  Gestures,
  PipelineCanvasProps,
  Selection,
  Spot,
  Target,
} from "./types";
