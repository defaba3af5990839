import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("./src", import.meta.url));

/** Tests that draw, or that need a page around them: cookies, a selection, a platform. */
const inBrowser = [
  "src/**/*.test.tsx",
  "src/api/client.test.ts",
  "src/features/editor/**/*.test.ts",
  "src/features/runs/viewer/rowSelection.test.ts",
];

/**
 * What several pages need, in few files: a browser has six connections, and each file more keeps the page's first
 * questions to the API waiting. What only some parts need (code editor, forms, charts, layout) stays apart.
 */
const groups = [
  { name: "icons", test: /node_modules\/@tabler\// },
  {
    name: "vendor",
    test: /node_modules\/(?!@xyflow|d3-|classcat|@codemirror|@lezer|@rjsf|ajv|@mantine\/(charts|dates|dropzone))/,
    minShareCount: 2,
  },
  { name: "shared", test: /src\/(api|graph|live|ui)\//, minShareCount: 2 },
  { name: "canvas", test: /node_modules\/(@xyflow|d3-|classcat)|src\/canvas\// },
];

// The bundle is served by Django: django-vite reads manifest.json and writes the script and style tags.
export default defineConfig({
  base: "/static/dist/",
  plugins: [react()],
  resolve: { alias: { "@": source } },
  build: {
    outDir: fileURLToPath(new URL("../static/dist", import.meta.url)),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // The layout worker carries all of ELK; it is a lazy chunk, so its size delays nothing.
    chunkSizeWarningLimit: 1600,
    rolldownOptions: { input: "src/app/main.tsx", output: { codeSplitting: { groups } } },
  },
  worker: { format: "es" },
  server: { port: 5173, strictPort: true, cors: true, origin: "http://127.0.0.1:5173" },
  test: {
    restoreMocks: true,
    // Two cores are the machine we promise to be pleasant on; property tests share them with much else.
    maxWorkers: 2,
    testTimeout: 30_000,
    // A browser costs seconds to set up: only what draws gets one.
    projects: [
      {
        extends: true,
        test: {
          name: "plain",
          environment: "node",
          setupFiles: ["./testing/setup.ts"],
          include: ["src/**/*.test.ts"],
          exclude: inBrowser,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          environment: "jsdom",
          setupFiles: ["./testing/setup.browser.ts"],
          include: inBrowser,
        },
      },
    ],
  },
});
