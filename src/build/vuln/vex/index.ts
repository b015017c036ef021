export { applyVex, type VexResult, type VexVerdict, vexVerdict } from './apply.ts';
export type { VexSubject } from './product.ts';
export { readVex } from './read.ts';
export { type VexDocument, type VexProduct, type VexStatement, type VexStatus, vexStatuses } from './statement.ts';
export { type OpenVexOptions, toOpenVex } from './write-openvex.ts';
