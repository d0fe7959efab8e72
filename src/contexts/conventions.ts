import type { ContextModel } from "../models/model.js";
import { programMemo } from "./facts.js";

/** The models of the program that have a place for their contexts by convention. */
export const modelsByConvention = programMemo(({ models }): readonly ContextModel[] => models.filter(({ parameter }) => parameter.place !== "any"));
