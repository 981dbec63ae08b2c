// Checks the log and what is published of it, in the reader's browser, with Web Crypto alone.
// What the hashes mean: docs/records.md; where the files stand: docs/ledger.md (C2SP tlog-tiles).

const FULL = 256;
const HASH = 32;
const ENTRY = HASH + 2;
const subtle = globalThis.crypto?.subtle;
const byId = id => document.getElementById(id);

// Bytes

const utf8 = text => new TextEncoder().encode(text);
const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function unhex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Problem('These are no hex digits.');
  return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
}

function base64(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  } catch {
    throw new Problem('That is no base64.');
  }
}

function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const minute = at =>
  `${new Date(at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;

const sha256 = async (...parts) => new Uint8Array(await subtle.digest('SHA-256', join(...parts)));
const leafHash = entry => sha256([0], entry);
const nodeHash = (left, right) => sha256([1], left, right);

// What is shown

class Problem extends Error {}

function step(words) {
  byId('none').hidden = true;
  const item = document.createElement('li');
  item.textContent = words;
  byId('steps').append(item);
  return {
    good(more) { this.end('good', more); },
    bad(more) { this.end('bad', more); },
    open(more) { this.end('open', more); },
    end(kind, more) {
      item.className = kind;
      item.textContent = more ?? words;
    },
    says(more) { item.textContent = more; },
  };
}

/** `good`: all of it was checked; `open`: what was checked holds, but something could not be; `alarm`. */
function end(kind, words) {
  byId('end').className = kind;
  byId('end').textContent = words;
}

// Files

async function file(path, what) {
  let answer;
  try {
    answer = await fetch(new URL(path, location.href), { cache: 'no-cache', credentials: 'omit' });
  } catch {
    throw new Problem(`${path} could not be fetched. Try again later.`);
  }
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Problem(`${path} could not be fetched: the server answered ${answer.status}.`);
  return what === 'bytes' ? new Uint8Array(await answer.arrayBuffer()) : what === 'json' ? answer.json() : answer.text();
}

const nodes = (size, level) => Math.floor(size / FULL ** level);

function path(kind, index, width) {
  let groups = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups = `x${String(rest % 1000).padStart(3, '0')}/${groups}`;
  }
  return `tile/${kind}/${groups}${width < FULL ? `.p/${width}` : ''}`;
}

/** The log's files for a checkpoint; what they give is believed by nobody before it was hashed. */
class Log {
  constructor(prefix, size, root) {
    Object.assign(this, { prefix, size, root, read: new Map(), proved: new Map() });
  }

  async part(kind, level, index, unit) {
    const width = Math.min(FULL, nodes(this.size, level) - index * FULL);
    const name = path(kind, index, width);
    if (!this.read.has(name)) {
      if (this.read.size > 600) this.read.clear();
      const bytes = (await file(this.prefix + name, 'bytes'))
        ?? (width < FULL ? await file(this.prefix + path(kind, index, FULL), 'bytes') : null);
      if (bytes === null) throw new Problem(`${name} of the log is missing.`);
      if (bytes.length < width * unit) throw new Problem(`${name} of the log is cut short.`);
      this.read.set(name, bytes.slice(0, width * unit));
    }
    return this.read.get(name);
  }

  tile(level, index) {
    return this.part(String(level), level, index, HASH);
  }

  async entry(index) {
    const bundle = await this.part('entries', 0, Math.floor(index / FULL), ENTRY);
    const at = (index % FULL) * ENTRY;
    if (bundle[at] !== 0 || bundle[at + 1] !== HASH) throw new Problem(`Entry ${index} has a wrong length.`);
    return bundle.slice(at + 2, at + ENTRY);
  }

  /** The hash over the entries from lo to below hi, read from tiles. */
  async range(lo, hi) {
    const count = hi - lo;
    let level = 0;
    for (let span = FULL; span <= count && count % span === 0 && lo % span === 0; span *= FULL) level++;
    const span = FULL ** level;
    const power = 2 ** Math.floor(Math.log2(count));
    if (power === count && lo % count === 0) {
      const first = lo / span;
      const tile = await this.tile(level, Math.floor(first / FULL));
      return fold(tile, first % FULL, count / span);
    }
    const split = power === count ? count / 2 : power;
    return nodeHash(await this.range(lo, lo + split), await this.range(lo + split, hi));
  }

  /** The root that an entry's leaf leads to together with its proof, and how long the proof is. */
  async rootFrom(leaf, index) {
    let length = 0;
    const climb = async (lo, hi) => {
      if (hi - lo === 1) return leaf;
      let split = 1;
      while (split * 2 < hi - lo) split *= 2;
      length++;
      return index < lo + split
        ? nodeHash(await climb(lo, lo + split), await this.range(lo + split, hi))
        : nodeHash(await this.range(lo, lo + split), await climb(lo + split, hi));
    };
    return { root: await climb(0, this.size), length };
  }

  /** Whether the tiles of the right edge lead to the signed root. */
  async edgeHolds() {
    return same(await this.range(0, this.size), this.root);
  }

  /** Whether a tile is the one that those above it say; the top ones by the root. */
  holds(level, index) {
    const name = `${level}/${index}`;
    if (!this.proved.has(name)) this.proved.set(name, this.tileHolds(level, index));
    return this.proved.get(name);
  }

  async tileHolds(level, index) {
    if (nodes(this.size, level + 1) <= index) return this.edgeHolds();
    const parent = Math.floor(index / FULL);
    if (!(await this.holds(level + 1, parent))) return false;
    const above = await this.tile(level + 1, parent);
    const at = (index % FULL) * HASH;
    return same(await fold(await this.tile(level, index), 0, FULL), above.slice(at, at + HASH));
  }
}

/** The hash over hashes that stand side by side, a power of two of them. */
async function fold(tile, first, count) {
  let hashes = Array.from({ length: count }, (_, i) => tile.slice((first + i) * HASH, (first + i + 1) * HASH));
  while (hashes.length > 1) {
    hashes = await Promise.all(
      Array.from({ length: hashes.length / 2 }, (_, i) => nodeHash(hashes[2 * i], hashes[2 * i + 1])));
  }
  return hashes[0];
}

// Signatures

async function verifies(key, text, signatures) {
  const [name, id] = key.split('+');
  const bytes = base64(key.slice(`${name}+${id}+`.length));
  if (bytes.length !== 1 + HASH || bytes[0] !== 1) throw new Problem('The key has not the form NAME+ID+BASE64.');
  const expected = (await sha256(utf8(`${name}\n`), bytes)).slice(0, 4);
  if (hex(expected) !== id) throw new Problem('The key does not belong to its name.');
  if (text.split('\n')[0] !== name) return false;
  const line = signatures.map(it => it.match(/^— (\S+) (\S+)$/)).find(it => it && it[1] === name
    && same(base64(it[2]).slice(0, 4), expected));
  if (!line) return false;
  let imported;
  try {
    imported = await subtle.importKey('raw', bytes.slice(1), { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return null;
  }
  return subtle.verify({ name: 'Ed25519' }, imported, base64(line[2]).slice(4), utf8(text));
}

async function openLog() {
  const fetching = step('Fetching how the log stands.');
  const state = await file('ledger/state.json', 'json');
  if (state === null) throw new Problem('This site publishes no log.');
  const prefix = `ledger/${/^([1-9][0-9]*\/)?$/.test(state.prefix) ? state.prefix : ''}`;
  const note = await file(`${prefix}checkpoint`, 'text');
  if (note === null) throw new Problem('No checkpoint is published yet. The first one comes at the next full hour.');
  const blank = note.indexOf('\n\n');
  const text = note.slice(0, blank + 1);
  const [origin, count, root] = text.split('\n');
  const size = Number(count);
  if (blank < 0 || !/^[1-9][0-9]{0,14}$/.test(count)) throw new Problem('The checkpoint has not the form of one.');
  fetching.good(`The checkpoint of ${origin} tells of ${size.toLocaleString('en')} entries${state.at ? `, published ${minute(state.at)}` : ''}.`);
  if (state.state === 'stopped') step('').bad('This site says that the log has stopped: nothing newer is published. Ask why.');

  const signing = step('Checking the signature.');
  const typed = byId('key').value.trim();
  const key = typed || String(state.key);
  const signed = await verifies(key, text, note.slice(blank + 2).split('\n').filter(it => it));
  if (signed === false) {
    signing.bad(`The signature under the checkpoint is not that of the key ${key}.`);
    throw new Problem('The log is not signed by that key.');
  }
  if (signed === null) {
    signing.open('Your browser has no Ed25519: the signature under the checkpoint was not checked. A newer browser can.');
  } else {
    signing.good(`The checkpoint is signed by the key ${key}${typed ? ', which you typed' : ', which this site names'}.`);
  }
  step('').open(state.witnesses?.length
    ? `This site says that ${state.witnesses.join(', ')} signed it too. That was not checked here; ./reeve ledger verify --policy does.`
    : 'No witness: nobody outside has signed the checkpoint.');
  return { log: new Log(prefix, size, base64(root)), origin, prefix, signed: signed === true };
}

// A letter

async function readOpening(word) {
  const parts = word.slice(word.indexOf('#') + 1).trim().split('.');
  const [salt, closed, open] = parts.map(base64);
  if (parts.length !== 3 || salt.length !== 16 || closed.length !== HASH) {
    throw new Problem('That is not what stands at the end of a letter: one word of three parts with dots between.');
  }
  const entry = await sha256(await sha256([0], salt, open), closed);
  return {
    text: new TextDecoder().decode(open),
    entry,
    locator: hex((await sha256([3], salt, entry)).slice(0, 16)),
    mask: (await sha256([4], salt, entry)).slice(0, 8),
  };
}

async function findLetter() {
  const opening = await readOpening(byId('opening').value);
  step('').good(`Your letter opens this part of a record: ${opening.text}`);
  step('').good(`Its fingerprint, computed from the letter: ${hex(opening.entry)}`);
  const { log, prefix, signed } = await openLog();

  const finding = step('Looking up where it stands.');
  const shard = await file(`${prefix}find/${opening.locator.slice(0, 3)}.json`, 'json');
  const masked = shard?.[opening.locator];
  if (!masked) {
    finding.bad('The log says nothing of your entry.');
    end('alarm', 'Not found. An entry is published at the full hour after the letter. If it is still not there two hours later, it was left out: keep the letter, and ask.');
    return;
  }
  const place = unhex(masked).map((byte, i) => byte ^ opening.mask[i]);
  const index = place.reduce((sum, byte) => sum * 256 + byte, 0);
  if (index >= log.size) {
    finding.bad('The log names a place for it that does not exist.');
    end('alarm', 'Wrong: what the log says of your entry cannot be.');
    return;
  }
  finding.good(`Only whoever has the letter can read its place: entry ${index.toLocaleString('en')}.`);

  const comparing = step('Comparing the entry.');
  if (!same(await log.entry(index), opening.entry)) {
    comparing.bad('Another fingerprint stands there.');
    end('alarm', 'Wrong: at the place of your entry stands something else.');
    return;
  }
  comparing.good('The entry that stands there is your fingerprint.');

  const proving = step('Computing the proof.');
  const proof = await log.rootFrom(await leafHash(opening.entry), index);
  if (!same(proof.root, log.root)) {
    proving.bad('From your entry the tiles lead to another root than the signed one.');
    end('alarm', 'Wrong: the log that is shown here is not the one that was signed.');
    return;
  }
  proving.good(`From your entry ${proof.length} hashes lead to the signed root: it stands in the log.`);
  end(signed ? 'good' : 'open', signed
    ? 'Your entry stands in the signed log. Nobody can change or drop it any more without everybody seeing.'
    : 'Your entry stands in the log. The signature could not be checked in this browser.');
}

// The published rows

async function entryOf(row) {
  return sha256(await sha256([0], unhex(row.salt), utf8(row.public)), unhex(row.rest));
}

/** The accounts suspended, counted as the table of that name is: an account once in each line. */
class Suspensions {
  lines = new Map();
  accounts = new Map();

  take(row, half) {
    const kind = row.kind.split('/')[0];
    const isEnd = half.ends === true;
    if (kind === 'enforcement.carried-out' && 'policy' in half) {
      if (half.action === 'suspend') this.suspended(row, half);
      if (half.action === 'reinstate' && isEnd) this.ended(row, half, 'reinstated');
    } else if (kind === 'enforcement.lapsed' && half.action === 'suspend' && isEnd) {
      this.ended(row, half, 'ended');
    }
  }

  line(half, scope) {
    const key = `${['sample', 'imported'].includes(half.origin) ? half.origin : 'live'} ${scope}`;
    if (!this.lines.has(key)) this.lines.set(key, { since: null, suspended: 0, reinstated: 0, ended: 0 });
    return this.lines.get(key);
  }

  states(row) {
    if (!this.accounts.has(row.who)) this.accounts.set(row.who, {});
    return this.accounts.get(row.who);
  }

  suspended(row, half) {
    const states = this.states(row);
    for (const scope of half.policy === 'violent-extremism' ? ['all', 'terrorism'] : ['all']) {
      const before = states[scope];
      const line = this.line(half, scope);
      if (before === undefined) {
        line.suspended++;
        line.since = line.since === null || row.day < line.since ? row.day : line.since;
      } else if (before !== 'suspended') {
        line[before]--;
      }
      states[scope] = 'suspended';
    }
  }

  ended(row, half, how) {
    const states = this.accounts.get(row.who) ?? {};
    for (const scope of Object.keys(states).filter(it => states[it] === 'suspended')) {
      states[scope] = how;
      this.line(half, scope)[how]++;
    }
  }

  /** What differs from a published table; nothing where all agrees. */
  differs(table) {
    const wrong = [];
    const shown = new Set();
    for (const [origin, scope, since, suspended, still, reinstated, ended] of table.rows) {
      shown.add(`${origin} ${scope}`);
      const line = this.lines.get(`${origin} ${scope}`) ?? { since: null, suspended: 0, reinstated: 0, ended: 0 };
      const own = [line.since, line.suspended, line.suspended - line.reinstated - line.ended, line.reinstated, line.ended];
      if (JSON.stringify(own) !== JSON.stringify([since, suspended, still, reinstated, ended])) {
        wrong.push(`${origin}, ${scope}: the rows give ${own[1]} suspended, the table says ${suspended}`);
      }
    }
    for (const [key, line] of this.lines) {
      if (!shown.has(key) && line.suspended > 0) wrong.push(`${key}: ${line.suspended} suspended stand in no table`);
    }
    return wrong;
  }
}

/** What the plain columns of a row repeat. */
function columns(half) {
  const word = key => (typeof half[key] === 'string' && half[key] !== '' ? half[key] : null);
  const clause = word('policy') !== null && word('clause') !== null ? `${half.policy}/${half.clause}` : word('policy');
  return [half.kind, half.day, half.who, clause, null, word('found') ?? word('source')];
}

async function checkRow(log, row) {
  const half = JSON.parse(row.public);
  const plain = [row.kind, row.day, row.who, row.clause ?? null, row.country ?? null, row.source ?? null];
  if (JSON.stringify(plain) !== JSON.stringify(columns(half))) return null;
  if (!Number.isSafeInteger(row.index) || row.index < 0 || row.index >= log.size) return null;
  const entry = await entryOf(row);
  if (!same(entry, await log.entry(row.index))) return null;
  const number = Math.floor(row.index / FULL);
  const tile = await log.tile(0, number);
  const at = (row.index % FULL) * HASH;
  const stands = same(await leafHash(entry), tile.slice(at, at + HASH)) && await log.holds(0, number);
  return stands ? half : null;
}

async function checkRows() {
  const { log, origin, signed } = await openLog();
  const reading = step('Fetching the data set.');
  const index = await file('data/index.json', 'json');
  if (index === null) throw new Problem('No rows are published yet.');
  if (index.origin !== origin || index.size > log.size) throw new Problem('The data set belongs to another log, or to a later checkpoint. Load this page again.');
  const total = index.files.reduce((sum, each) => sum + each.rows, 0);
  reading.good(`The data set tells of ${total.toLocaleString('en')} rows.`);

  const checking = step('Checking the rows.');
  const rows = [];
  const wrong = [];
  let seen = 0;
  for (const each of index.files) {
    const text = /^[0-9]{4}-[0-9]{2}\.jsonl$/.test(each.name) ? await file(`data/${each.name}`, 'text') : null;
    if (text === null) throw new Problem(`${each.name} of the data set is missing.`);
    const lines = text.split('\n').filter(it => it).slice(0, each.rows);
    if (lines.length < each.rows) wrong.push(`${each.name} is cut short`);
    for (const line of lines) {
      const row = JSON.parse(line);
      const half = await checkRow(log, row);
      if (half === null) wrong.push(`row ${row.index} (${row.kind}, ${row.day})`);
      else rows.push({ row, half });
      if (++seen % 200 === 0) checking.says(`Checking the rows: ${seen.toLocaleString('en')} of ${total.toLocaleString('en')}.`);
    }
  }
  if (new Set(rows.map(it => it.row.index)).size < rows.length) wrong.push('an entry stands in two rows');
  if (wrong.length > 0) {
    checking.bad(`${wrong.length} wrong: ${wrong.slice(0, 5).join('; ')}.`);
    end('alarm', 'Wrong: a published row is not what stands in the signed log.');
    return;
  }
  checking.good(`Each of the ${seen.toLocaleString('en')} rows opens the entry at its place, and leads to the signed root.`);

  const suspensions = new Suspensions();
  rows.sort((a, b) => a.row.index - b.row.index).forEach(({ row, half }) => suspensions.take(row, half));
  const holds = await checkFigures(suspensions, index);
  if (holds === null) return;
  const most = 'Every published row stands in the signed log';
  if (!signed) end('open', 'Every published row stands in the log. The signature could not be checked in this browser.');
  else if (!holds) end('open', `${most}. Whether the page counts as the rows do could not be checked.`);
  else end('good', `${most}.`);
}

/** Whether all that is counted follows from the rows; false: not all could be checked; null: it is wrong. */
async function checkFigures(suspensions, index) {
  const counting = step('Counting again.');
  const table = figures => figures?.tables?.find(it => it.id === 'suspensions');
  const counted = await file('data/figures.json', 'json');
  const own = table(counted);
  if (!own) {
    counting.bad('The figures that belong to these rows are missing, or have no table of suspended accounts.');
    end('alarm', 'Wrong: the figures that the data set names are not there.');
    return null;
  }
  if (counted.size !== index.size) throw new Problem('The data set was published anew just now. Load this page again.');
  const differences = suspensions.differs(own);
  if (differences.length > 0) {
    counting.bad(differences.join('; '));
    end('alarm', 'Wrong: the published figure does not follow from the published rows.');
    return null;
  }
  counting.good('The published numbers of suspended accounts follow from these rows. All other tables of the data set: ./reeve transparency recompute.');

  const comparing = step('Comparing with the page.');
  const page = await file('figures.json', 'json');
  if (!table(page)) {
    comparing.open('The figures of the page do not stand beside it.');
    return false;
  }
  if (page.size !== index.size || page.origin !== index.origin) {
    comparing.open('The page counts up to another checkpoint than these rows: it was published anew just now. Load it again.');
    return false;
  }
  const others = suspensions.differs(table(page));
  if (others.length > 0 && index.without > 0) {
    comparing.open(`The page counts ${index.without} records that have no row, from before there were rows or erased: ${others.join('; ')}.`);
    return false;
  }
  if (others.length > 0) {
    comparing.bad(others.join('; '));
    end('alarm', 'Wrong: the page shows other numbers than the published rows give.');
    return null;
  }
  comparing.good('The page shows the same numbers of suspended accounts.');
  return true;
}

// The page

async function run(work) {
  byId('steps').replaceChildren();
  byId('end').textContent = '';
  byId('end').className = '';
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  try {
    if (!subtle) throw new Problem('Your browser computes no hashes on this address: open the page over https.');
    await work();
  } catch (e) {
    if (!(e instanceof Problem)) console.error(e);
    end('alarm', e instanceof Problem ? e.message : 'A file has a form that this page does not know, so nothing was shown to be right.');
  } finally {
    for (const button of document.querySelectorAll('button')) button.disabled = false;
  }
}

byId('find').addEventListener('click', () => run(findLetter));
byId('rows').addEventListener('click', () => run(checkRows));
if (location.hash.length > 1) {
  byId('opening').value = location.hash.slice(1);
  run(findLetter);
}
