/* global BUILTINS -- put in by the bundler */
// Which modules are Node's own.
export const isBuiltin = (name) => BUILTINS.includes(name.replace(/^node:/, ""));
export const createRequire = () => () => ({});
export default { isBuiltin, createRequire };
