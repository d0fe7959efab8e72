// What libraries read of `process` when they are loaded.
globalThis.process ??= { env: {}, argv: [], platform: "linux", version: "v20.0.0", versions: {}, browser: true, cwd: () => "/", emitWarning: () => {}, stderr: {}, stdout: {} };
globalThis.global ??= globalThis;
