// npm run up: set-up, build, and the main job: a verdict on real images of this machine.
import { findNode } from './node.mjs';
import { fail, runNode, say, setup } from './setup.mjs';

setup();
say('building');
if (runNode(['tools/build.mjs']) !== 0) fail('the build failed');
if (!findNode()) fail('no Node >= 24');
process.exit(runNode(['tools/main-job.mjs']));
