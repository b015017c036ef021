import { describe, expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { gemInstalled } from './installed.ts';

const home = 'usr/lib/ruby/gems/3.1.0';
const spec = (lines: string) => `# -*- encoding: utf-8 -*-\n\nGem::Specification.new do |s|\n${lines}\nend\n`;
const read = (lines: string) => readOne(gemInstalled, `${home}/specifications/x.gemspec`, spec(lines))?.packages;

describe('gem/installed', () => {
  it.each([
    [`${home}/specifications/rack-2.0.1.gemspec`, true],
    [`${home}/specifications/default/json-2.6.1.gemspec`, true],
    ['app/vendor/bundle/ruby/3.1.0/specifications/rack-2.0.1.gemspec', true],
    ['app/vendor/bundle/ruby/3.1.0/bundler/gems/rack-0123456789ab/rack.gemspec', true],
    ['app/vendor/bundle/ruby/3.1.0/bundler/gems/rails-0123456789ab/activerecord/activerecord.gemspec', false],
    [`${home}/gems/rack-2.0.1/rack.gemspec`, false],
    ['app/mygem.gemspec', false],
  ])('%s is an installed gem: %s', (path, expected) => {
    const text = spec('  s.name = "rack".freeze\n  s.version = "2.0.1"');
    expect(readOne(gemInstalled, path, text, 'image') !== undefined).toBe(expected);
  });

  it('reads a platform gem', () => {
    expect(read('  s.name = "nokogiri".freeze\n  s.version = "1.10.0"\n  s.platform = "x86_64-linux".freeze')).toEqual([
      { type: 'gem', name: 'nokogiri', version: '1.10.0', purl: 'pkg:gem/nokogiri@1.10.0?platform=x86_64-linux' },
    ]);
  });

  it.each([
    ["  spec.name = 'a'\n  spec.version = '1.0'", 'a', '1.0'],
    ['  s.name = %q<a>.freeze\n  s.version = Gem::Version.new("1.0.pre1")', 'a', '1.0.pre1'],
    ['  s.name        = "a" # comment\n  s.version     = "1.0"', 'a', '1.0'],
    ["  s.name = 'a'\n  s.version = VERSION\nend\nVERSION = '3.0.0'", undefined, undefined],
  ])('reads %j', (lines, name, version) => {
    expect(read(lines)?.[0]?.name).toBe(name);
    expect(read(lines)?.[0]?.version).toBe(version);
  });

  it('knows constants of the file and falls back to the stub line', () => {
    const path = `${home}/specifications/x.gemspec`;
    const constant = `VERSION = '3.0.0'\n${spec("  s.name = 'a'\n  s.version = Example::VERSION.dup")}`;
    expect(readOne(gemInstalled, path, constant)?.packages).toMatchObject([{ version: '3.0.0' }]);
    const stub = `# stub: ffi 1.15.5 x86_64-linux lib\n${spec('  s.name = NAME\n  s.platform = Gem::Platform.local')}`;
    expect(readOne(gemInstalled, path, stub)?.packages).toMatchObject([
      { purl: 'pkg:gem/ffi@1.15.5?platform=x86_64-linux' },
    ]);
  });

  it.each([
    ['  s.license = "MIT".freeze', ['MIT']],
    ['  s.licenses = ["Ruby".freeze, \'BSD-2-Clause\']', ['Ruby', 'BSD-2-Clause']],
    ['  s.licenses = [\n    "Ruby".freeze,\n    "MIT"\n  ]', ['Ruby', 'MIT']],
    ['  s.licenses = "MIT"', ['MIT']],
    ['', undefined],
  ])('reads the licences of %j', (line, licenses) => {
    expect(read(`  s.name = "a"\n  s.version = "1"\n${line}`)?.[0]?.licenses).toEqual(licenses);
  });

  it.each([
    '',
    'puts 1',
    spec('  s.name = "a"'),
    spec('  s.version = "1"'),
    spec('  s.name = "a"\n  s.version = "not one"'),
  ])('is no gem: %j', (text) => {
    expect(readOne(gemInstalled, `${home}/specifications/x.gemspec`, text)).toBeUndefined();
  });
});
