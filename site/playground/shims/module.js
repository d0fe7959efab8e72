/* global BUILTINS -- put in by the bundler */
import * as ajv from "ajv";

// What is asked for by `require`.
const required = { ajv };
// Which modules are Node's own.
export const isBuiltin = (name) => BUILTINS.includes(name.replace(/^node:/, ""));
export const createRequire = () => (name) => required[name] ?? {};
export default { isBuiltin, createRequire };
