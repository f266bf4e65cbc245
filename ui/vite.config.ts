import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where a hub listens while the page is served by Vite; only used by `npm run dev`. */
const hub = process.env.SWITCHBOARD_HUB ?? "http://127.0.0.1:7710";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { port: 5173, strictPort: true, proxy: { "/api": { target: hub, changeOrigin: true } } },
  build: { target: "safari16", chunkSizeWarningLimit: 700 },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
