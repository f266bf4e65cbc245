import "@fontsource-variable/inter/wght.css";
import "@/styles/tokens.css";
import "@/styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { BackendProvider, takeTokenFromAddress } from "@/backend";
import { applyTheme } from "@/frame";
import { TooltipProvider } from "@/shared";

takeTokenFromAddress();
applyTheme();

// The page is drawn once, in its own letters: those of the system have other widths, and everything would jump.
const LETTERS_MS = 300;
const letters = document.fonts.load('1rem "Inter Variable"').catch(() => undefined);
await Promise.race([letters, new Promise((resolve) => setTimeout(resolve, LETTERS_MS))]);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <BackendProvider>
        <TooltipProvider>
          <App />
        </TooltipProvider>
      </BackendProvider>
    </StrictMode>,
  );
}
