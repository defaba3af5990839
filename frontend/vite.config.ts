import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("./src", import.meta.url));

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
    rollupOptions: { input: "src/app/main.tsx" },
  },
  worker: { format: "es" },
  server: { port: 5173, strictPort: true, cors: true, origin: "http://127.0.0.1:5173" },
  test: {
    environment: "jsdom",
    setupFiles: ["./testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // Two cores are the machine we promise to be pleasant on.
    maxWorkers: 2,
  },
});
