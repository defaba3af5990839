import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** What each room may import (besides itself). A room that is not listed here fails the build. */
const rooms = {
  graph: [],
  i18n: [],
  ui: [],
  api: ["graph"],
  live: ["graph", "api"],
  canvas: ["graph", "ui"],
  features: ["graph", "canvas", "api", "live", "ui", "i18n"],
  app: ["graph", "canvas", "api", "live", "ui", "i18n", "features"],
};
const features = ["assets", "data", "editor", "pipelines", "publishing", "runs", "workspaces"];

const roomZones = Object.entries(rooms).flatMap(([room, allowed]) =>
  Object.keys(rooms)
    .filter((other) => other !== room && !allowed.includes(other))
    .map((other) => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      message: `${room}/ may not know ${other}/.`,
    })),
);
const featureZones = features.map((feature) => ({
  target: `./src/features/${feature}`,
  from: "./src/features",
  except: [`./${feature}`],
  message: "A feature never imports another; what two need moves down, what joins two moves up to app/.",
}));

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.ts"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      ...tseslint.configs.strict,
      importX.flatConfigs.typescript,
      reactHooks.configs.flat["recommended-latest"],
    ],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: [...roomZones, ...featureZones] }],
      "import-x/no-cycle": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Markup from strings is a door for scripts: build React nodes.",
        },
        {
          selector: "MemberExpression[property.name=/^(innerHTML|outerHTML)$/]",
          message: "Markup from strings is a door for scripts: build nodes.",
        },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ["src/**/*.test.{ts,tsx}", "testing/**"], rules: { "max-lines": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
  {
    files: ["src/{graph,api,live,ui,features,app,i18n}/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "@xyflow/react", message: "canvas/ is the only room that knows React Flow." }] },
      ],
    },
  },
  {
    files: ["src/graph/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["react", "react-dom", "@mantine/*", "@tanstack/*", "zustand"], message: "graph/ is plain TypeScript." }] },
      ],
    },
  },
);
