/** Filters and sorting of the findings table. Works on what the page holds already; the page reads well without it. */
export const htmlScript = `
(() => {
  const body = document.querySelector('#findings tbody');
  if (!body) return;
  const rows = [...body.rows];
  const text = document.querySelector('#f-text');
  const kind = document.querySelector('#f-kind');
  const severity = document.querySelector('#f-severity');
  const fixable = document.querySelector('#f-fixable');
  const waived = document.querySelector('#f-waived');
  const shown = document.querySelector('#f-shown');
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let number = 0;
    for (const row of rows) {
      const { dataset } = row;
      const visible =
        (!kind.value || dataset.kind === kind.value) &&
        Number(dataset.rank) >= Number(severity.value) &&
        (!fixable.checked || dataset.fixable === '1') &&
        (waived.checked || dataset.waived !== '1') &&
        wanted.every((word) => words.get(row).includes(word));
      row.hidden = !visible;
      if (visible) number++;
    }
    shown.textContent = number === rows.length ? number + ' findings' : number + ' of ' + rows.length + ' findings';
  };
  for (const control of [text, kind, severity, fixable, waived]) control.addEventListener('input', filter);
  document.querySelector('.filters').hidden = false;
  filter();
  const heads = [...document.querySelectorAll('#findings th')];
  heads.forEach((head, column) => {
    const button = head.querySelector('button');
    if (!button) return;
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const order = new Intl.Collator('en', { numeric: true });
      rows.sort((a, b) => (down ? -1 : 1) * order.compare(key(a), key(b)));
      body.append(...rows);
    });
  });
})();
`;
