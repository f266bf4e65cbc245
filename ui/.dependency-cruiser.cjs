/**
 * Who may know whom inside the UI. Layers, lowest first:
 * shared (primitives, no domain) < backend (the only place that knows the host) < frame (navigation, commands, theme)
 * < features/* (each behind its index.ts) < app (puts the features together).
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "features-only-through-their-door",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/([^/]+)/", pathNot: ["^src/features/$1/", "^src/features/[^/]+/index\\.ts$"] },
    },
    {
      name: "app-uses-the-door-too",
      severity: "error",
      from: { path: "^src/(app|main)" },
      to: { path: "^src/features/", pathNot: "^src/features/[^/]+/index\\.ts$" },
    },
    {
      name: "backend-only-through-its-door",
      severity: "error",
      from: { pathNot: "^src/backend/" },
      to: { path: "^src/backend/", pathNot: "^src/backend/index\\.ts$" },
    },
    {
      name: "only-backend-knows-tauri",
      severity: "error",
      from: { pathNot: "^src/backend/" },
      to: { path: "node_modules/@tauri-apps" },
    },
    {
      name: "shared-knows-nobody",
      severity: "error",
      from: { path: "^src/shared/" },
      to: { path: "^src/(backend|frame|features|app)/" },
    },
    {
      name: "backend-is-below-the-rest",
      severity: "error",
      from: { path: "^src/backend/" },
      to: { path: "^src/(frame|features|app)/" },
    },
    {
      name: "frame-is-below-features",
      severity: "error",
      from: { path: "^src/frame/" },
      to: { path: "^src/(features|app)/" },
    },
    {
      name: "features-do-not-know-the-app",
      severity: "error",
      from: { path: "^src/features/" },
      to: { path: "^src/app/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    exclude: { path: "\\.test\\.tsx?$" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".d.ts", ".css", ".js"],
      conditionNames: ["import", "types"],
    },
  },
};
