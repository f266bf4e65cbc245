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
