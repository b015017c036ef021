import { mergeLayers } from '#build/image/layer/merge.ts';
import { openOciLayout } from '#build/image/sources/oci-layout.ts';

class V {
  e: any[] = [];
  entry(x: any) {
    this.e.push(x);
    return false;
  }
  content() {}
}
const o = await openOciLayout(process.argv[2]!, {});
if (!o.ok) throw 1;
const img = o.value;
const r = await img.walkLayers(
  img.layers.map((_: any, i: number) => i),
  () => new V(),
  { spoolDir: '/tmp' },
);
const t = performance.now();
const size = mergeLayers(r.map((x: any) => x.visitor.e)).size;
const t2 = performance.now();
await img.close();
const u = process.resourceUsage();
console.error(
  'cpu',
  ((u.userCPUTime + u.systemCPUTime) / 1000) | 0,
  'merge',
  (t2 - t) | 0,
  'wall',
  performance.now() | 0,
  'rss',
  u.maxRSS >> 10,
);
