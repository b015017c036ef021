// What a repeated scan runs. The build gives these modules one chunk together: some thirty small ones cost 15 ms of every start.
// Nothing imports this file but the build (esbuild's `inject`).
import './run.ts';
import './commands/scan.ts';
import './run-scan.ts';
import '#build/image/sources/oci-layout.ts';
import '#build/scan/collect-image.ts';
import '#build/scan/scan.ts';
import '#guard/policy/default-policy.generated.ts';
import '#guard/policy/evaluate.ts';
import '#output/report/json.ts';
