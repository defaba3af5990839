/** Strings of the interface: one JSON a feature and language, each file a namespace of its name. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

type Words = { [key: string]: string | Words };

const files = import.meta.glob<Words>("./*/*.json", { eager: true, import: "default" });

const resources: Record<string, Record<string, Words>> = {};
for (const [path, words] of Object.entries(files)) {
  const [, language, namespace] = /^\.\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
  if (!language || !namespace) continue;
  resources[language] = { ...resources[language], [namespace]: words };
}

void i18next.use(initReactI18next).init({
  resources,
  lng: "en",
  fallbackLng: "en",
  defaultNS: "ui",
  interpolation: { escapeValue: false }, // React escapes.
  returnNull: false,
  // Resources are in the bundle, so the first render already has its words.
  initAsync: false,
});

export { i18next };
