import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeProgress } from './progress.ts';

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  const watch = (terminal = true) => {
    let shown = '';
    const progress = makeProgress(terminal, (text) => {
      shown = text;
    });
    return { progress, shown: () => shown };
  };

  it('writes nothing where there is no terminal', () => {
    const { progress, shown } = watch(false);
    progress.step('reading');
    progress.total(10);
    progress.add(5);
    progress.done();
    expect(shown()).toBe('');
  });

  it('shows the part that is done, and clears the line at the end', () => {
    const { progress, shown } = watch();
    progress.step('reading');
    progress.total(10_000_000);
    vi.advanceTimersByTime(100);
    progress.add(5_000_000);
    expect(shown()).toBe('\r\u001b[2Kreading [============            ] 5.0 MB of 10.0 MB');
    progress.done();
    expect(shown()).toBe('\r\u001b[2K');
    vi.advanceTimersByTime(10_000);
    expect(shown()).toBe('\r\u001b[2K');
  });

  it('counts bytes where the total is not known, and never more than all', () => {
    const { progress, shown } = watch();
    progress.step('reading');
    vi.advanceTimersByTime(100);
    progress.add(2_500_000);
    expect(shown()).toContain('reading 2.5 MB');
    progress.total(1_000_000);
    vi.advanceTimersByTime(100);
    progress.add(1);
    expect(shown()).toContain('[========================]');
    progress.done();
  });

  it('says for how long a step without bytes has been going on', () => {
    const { progress, shown } = watch();
    progress.step('opening');
    expect(shown()).toBe('\r\u001b[2Kopening');
    vi.advanceTimersByTime(3_000);
    expect(shown()).toBe('\r\u001b[2Kopening 3 s');
    progress.done();
  });
});
