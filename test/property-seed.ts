import fc from "fast-check";

/** Property tests try the same cases every time; `PROPERTY_SEED` picks others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261125) });
