/** The one theme: Mantine brought close to Fluent 2. 14 px, radius 4, one blue, compact, system fonts. */
import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Checkbox,
  createTheme,
  type CSSVariablesResolver,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  NumberInput,
  Paper,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  Table,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";
import i18next from "i18next";
import { asVariables, dark, light } from "./tokens";

const blue: MantineColorsTuple = [
  "#ebf3fc", "#cfe4fa", "#b4d6fa", "#96c6fa", "#5aabed", "#2886de", "#0f6cbd", "#115ea3", "#0f548c", "#0c3b5e",
];
const gray: MantineColorsTuple = [
  "#f7f8fa", "#f1f3f5", "#e3e6ea", "#d0d5db", "#b6bdc5", "#8a939d", "#626c76", "#515a64", "#363c43", "#1b1f24",
];
const darkGrey: MantineColorsTuple = [
  "#e6e9ed", "#cdd3d9", "#b0b8c1", "#8f99a4", "#434b55", "#343a42", "#252a30", "#1d2126", "#15181c", "#101215",
];
const teal: MantineColorsTuple = [
  "#e2f4f0", "#c3e8e0", "#98d9cc", "#6fd2be", "#4fc9b0", "#23a08a", "#0b7262", "#0a6557", "#08564a", "#05382f",
];
const red: MantineColorsTuple = [
  "#fdebef", "#f9ccd6", "#f7b0bf", "#f58ba0", "#ec6382", "#d43b60", "#b8234a", "#a01d40", "#861836", "#5a0f24",
];

const closes = {
  // A getter: asked for when the app is drawn, which is after the words are loaded.
  get "aria-label"(): string {
    return i18next.t("ui:close");
  },
};
const small = { defaultProps: { size: "sm" } };

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 6, dark: 6 },
  colors: { blue, gray, dark: darkGrey, teal, red },
  black: light.ink,
  white: "#ffffff",
  fontFamily:
    '"Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace:
    '"Cascadia Code", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: "sm",
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "16px" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.45", lg: "1.4", xl: "1.3" },
  spacing: { xs: "6px", sm: "10px", md: "14px", lg: "20px", xl: "28px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "1.3" },
      h2: { fontSize: "16px", lineHeight: "1.35" },
      h3: { fontSize: "14px", lineHeight: "1.4" },
    },
  },
  shadows: { xs: "var(--st-shadow)", sm: "var(--st-shadow)", md: "0 4px 16px rgb(0 0 0 / 14%)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Badge: Badge.extend({
      defaultProps: { variant: "light", radius: "xl" },
      styles: { root: { textTransform: "none", fontWeight: 500, letterSpacing: 0 } },
    }),
    Button: Button.extend({
      defaultProps: { size: "sm" },
      vars: (_theme, { size }) => ({
        root: {
          "--button-height": size === "xs" ? "26px" : "32px",
          "--button-padding-x": size === "xs" ? "9px" : "12px",
          "--button-fz": size === "xs" ? "13px" : "14px",
        },
      }),
      styles: { root: { fontWeight: 500 } },
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: "md" } }),
    Checkbox: Checkbox.extend(small),
    Input: Input.extend({ ...small, vars: () => ({ wrapper: { "--input-height": "32px", "--input-fz": "14px" } }) }),
    Menu: Menu.extend({
      // The placeholder is a child that the role "menu" may not have; focus goes to the first item instead.
      defaultProps: { shadow: "md", transitionProps: { duration: 100 }, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: "lg",
        yOffset: "12vh",
        closeButtonProps: closes,
        transitionProps: { duration: 120, transition: "fade" },
        overlayProps: { backgroundOpacity: 0.35 },
      },
      styles: { title: { fontSize: 16, fontWeight: 600 }, header: { paddingBottom: 8 } },
    }),
    Notification: Notification.extend({ defaultProps: { radius: "md", closeButtonProps: closes } }),
    NumberInput: NumberInput.extend(small),
    Paper: Paper.extend({ defaultProps: { radius: "md" } }),
    Popover: Popover.extend({ defaultProps: { shadow: "md", transitionProps: { duration: 100 } } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "sm", transitionDuration: 120 } }),
    Select: Select.extend({ defaultProps: { size: "sm", checkIconPosition: "right" } }),
    Switch: Switch.extend({ defaultProps: { size: "sm", withThumbIndicator: false } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 9, horizontalSpacing: 14 } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Textarea: Textarea.extend(small),
    TextInput: TextInput.extend(small),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, transitionProps: { duration: 100 }, withArrow: true, arrowSize: 6 },
    }),
  },
});

/** Our tokens as CSS variables (`var(--st-ok)`), and Mantine's own grounds and inks set to them. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...asVariables(light), ...grounds },
  dark: { ...asVariables(dark), ...grounds },
});

const grounds = {
  "--mantine-color-body": "var(--st-panel)",
  "--mantine-color-text": "var(--st-ink)",
  "--mantine-color-dimmed": "var(--st-ink-2)",
  "--mantine-color-placeholder": "var(--st-ink-3)",
  "--mantine-color-default-border": "var(--st-line-strong)",
  "--mantine-color-error": "var(--st-bad)",
  "--mantine-color-anchor": "var(--st-accent)",
  "--mantine-primary-color-light": "var(--st-accent-soft)",
  "--mantine-primary-color-light-color": "var(--st-accent)",
};
