import { MiB } from '#core/limits.ts';
import type { CatalogerScope, FileHeader } from '../cataloger.ts';

export const secretFileLimits = {
  /** Bytes. Larger texts are dumps and bundles: slow to search and seldom written by hand. */
  fileBytes: 10 * MiB,
  /** Bytes of a file without extension that may be executed: scripts are smaller, programs are not text. */
  scriptBytes: 1 * MiB,
} as const;

/**
 * Is this file's content to be searched for secrets? Decided on path, size and mode alone; called for every file of every layer.
 * Trees that a distribution owns are left out but for names that always mean a secret; installed libraries are searched only for files
 * that hold settings or keys. `scope`: an image or root file system, or a source tree.
 */
export function wantsSecretScan({ path, name, size, mode }: FileHeader, scope: CatalogerScope = 'image'): boolean {
  if (size < 8 || size > secretFileLimits.fileBytes) return false;
  const known = secretNames.has(name);
  // In a source tree `lib/` and `bin/` are the user's own.
  if (scope === 'image' && isSystemTree(path)) return known && !isPackaged(path);
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
  if (!known && (binaryExtensions.has(extension) || name.includes('.so.'))) return false;
  if (isVendored(path)) {
    return (known || name.startsWith('.env') || vendoredExtensions.has(extension)) && !isTestData(path);
  }
  if (path.startsWith('etc/') && isPublicEtc(path)) return false;
  if (isInRepository(path)) return name === 'config' || name === 'credentials';
  if (known || extension !== '') return true;
  return size <= secretFileLimits.scriptBytes || (mode & 0o111) === 0;
}

/** Below a directory that only packages of the operating system write to. */
function isSystemTree(path: string): boolean {
  if (path.startsWith('usr/'))
    return usrTrees.some((tree) => path.startsWith(tree, 4)) && !usrExceptions.some((tree) => path.startsWith(tree, 4));
  if (path.startsWith('var/')) return varTrees.some((tree) => path.startsWith(tree, 4));
  return systemTrees.some((tree) => path.startsWith(tree));
}

/** Below `.git`: objects are compressed; what people write down is in its configuration. */
function isInRepository(path: string): boolean {
  return path.includes('/.git/') || path.startsWith('.git/');
}

/** Documentation and test data of packages: sample keys that are the same on every machine. */
function isPackaged(path: string): boolean {
  return (
    path.startsWith('usr/share/doc/') ||
    path.startsWith('usr/share/perl') ||
    path.startsWith('nix/') ||
    isTestData(path)
  );
}

/** Public certificates, the distribution's own key rings, and the self-signed test certificate. */
function isPublicEtc(path: string): boolean {
  return publicEtc.some((tree) => path.startsWith(tree)) || path.endsWith('/ssl-cert-snakeoil.key');
}

/** Below a directory into which a package manager unpacks libraries. */
function isVendored(path: string): boolean {
  return (
    vendorMarks.some((mark) => path.includes(mark)) || path.startsWith('node_modules/') || path.startsWith('vendor/')
  );
}

function isTestData(path: string): boolean {
  return testMarks.some((mark) => path.includes(mark));
}

const words = (text: string) => new Set(text.split(' '));

const systemTrees = 'lib/ bin/ sbin/ lib64/ lib32/ libx32/ libexec/ boot/ dev/ proc/ sys/ snap/ nix/store/'.split(' ');
const usrTrees = 'share/ lib/ bin/ sbin/ include/ libexec/ lib64/ lib32/ libx32/ games/ kernel/'.split(' ');
/** Where people put their own things all the same. */
const usrExceptions = 'share/nginx/html/ share/app/ lib/node_modules/'.split(' ');
const varTrees = 'lib/dpkg/ lib/apt/ cache/ lib/rpm/ lib/yum/ lib/dnf/ lib/pacman/ lib/swupd/'.split(' ');
const publicEtc = [
  'etc/ssl/certs/',
  'etc/ca-certificates/',
  'etc/pki/ca-trust/',
  'etc/pki/rpm-gpg/',
  'etc/pki/java/',
  'etc/pki/tls/certs/',
  'etc/apt/trusted.gpg.d/',
  'etc/apt/keyrings/',
  'etc/apk/keys/',
  'etc/alternatives/',
];

const vendorMarks = [
  '/node_modules/',
  '/site-packages/',
  '/dist-packages/',
  '/bower_components/',
  '/jspm_packages/',
  '/gems/',
  '/vendor/',
  '/go/pkg/mod/',
  '/.cargo/registry/',
  '/.rustup/',
  '/.m2/repository/',
  '/.gradle/caches/',
  '/.nuget/packages/',
  '/.pub-cache/',
  '/.npm/_cacache/',
  '/.cache/pip/',
  '/lib/python2',
  '/lib/python3',
  '/lib/ruby/',
  '/lib/perl5/',
  '/share/perl/',
  '/pkgs/',
];

const testMarks = [
  '/test/',
  '/tests/',
  '/testing/',
  '/__tests__/',
  '/testdata/',
  '/test-data/',
  '/test_data/',
  '/testfiles/',
  '/fixtures/',
  '/fixture/',
  '/spec/',
  '/specs/',
  '/mocks/',
  '/mock/',
  '/example/',
  '/examples/',
  '/sample/',
  '/samples/',
  '/demo/',
  '/docs/',
  '/doc/',
  '/benchmark/',
];

/** Names that mean a secret wherever they lie. */
const secretNames = words(
  [
    'id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk identity ssh_host_rsa_key ssh_host_ecdsa_key ssh_host_ed25519_key ssh_host_dsa_key',
    '.env .env.local .env.production .env.development .env.prod .env.dev .env.staging .envrc .netrc _netrc .npmrc .pypirc .yarnrc .yarnrc.yml',
    '.git-credentials .pgpass pgpass.conf .my.cnf .mylogin.cnf .s3cfg .boto .dockercfg .dockerconfigjson .docker.json .htpasswd .vault-token kubeconfig',
    'credentials credentials.json credentials.toml application_default_credentials.json service-account.json service_account.json gcp-key.json master.key',
    'secrets.yml secrets.yaml secrets.json secrets.env secret.key secret.json terraform.tfstate terraform.tfvars wp-config.php rclone.conf',
    'key.pem privkey.pem private.pem private.key server.key tls.key .bash_history .zsh_history .ash_history .sh_history .mysql_history .psql_history',
    '.terraformrc .passwd-s3fs hub.yml hosts.yml .gem_credentials auth.json nuget.config NuGet.Config .pip.conf pip.conf settings-security.xml',
  ].join(' '),
);

/** Inside installed libraries only these are read. */
const vendoredExtensions = words('pem key ppk env p12 pfx jks keystore kubeconfig tfvars tfstate ovpn');

const binaryExtensions = words(
  [
    'png jpg jpeg gif bmp ico icns webp avif tif tiff psd svg svgz eps mp3 mp4 m4a m4v ogg oga ogv webm wav flac avi mov mkv wmv aac opus mid',
    'ttf otf woff woff2 eot pfb afm pcf',
    'zip tar gz tgz bz2 tbz tbz2 xz txz zst lz lz4 lzma br 7z rar z cab deb rpm apk ipa dmg iso img qcow2 vmdk vhd squashfs whl egg gem crate nupkg jar war ear aar',
    'so a o ko lib obj exe dll dylib pdb class pyc pyo pyd wasm node elc beam rlib rmeta bin dat db sqlite sqlite3 mdb ldb mo gmo qm res pak nib',
    'pdf doc docx xls xlsx ppt pptx odt ods odp epub ps dvi',
    'map snap tsbuildinfo lockb parquet arrow feather npy npz pt pth onnx safetensors gguf h5 hdf5 pb tflite model weights joblib pkl pickle',
    'crt cer der crl csr pub asc sig gpg kbx sum md5 sha1 sha256 sha512 po pot hyb dic aff tmx xlf icu nls ttc',
  ].join(' '),
);
