export declare const x: import('#core/outcome.ts').Outcome<number>;
