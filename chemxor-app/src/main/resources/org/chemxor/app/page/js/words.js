// Numbers, names and states in words.

const COLUMNS = {
  prediction: 'Prediction', lower: 'Interval from', upper: 'Interval to', class: 'Class',
  classes: 'Possible classes', domain: 'Domain', row: 'Row', name: 'Name', smiles: 'SMILES',
  difference: 'Difference plain to encrypted',
};

export function column(name) {
  const known = COLUMNS[name];
  if (known) {
    return known;
  }
  const parts = /^(output|class|lower|upper|classes)_(.+)$/.exec(name);
  if (!parts) {
    return name;
  }
  return parts[1] === 'output' ? `Output ${parts[2]}` : `${COLUMNS[parts[1]]} (${parts[2]})`;
}

export const DOMAIN = {
  in: 'in the domain: like four in five of the molecules that the model has learned from',
  edge: 'on the edge of the domain: as unusual as the next three in twenty of them',
  out: 'outside the domain: stranger than 19 in 20 of them, so do not rely on the prediction',
};

export function bytes(count) {
  if (count < 1000) {
    return `${count} bytes`;
  }
  const units = ['kB', 'MB', 'GB'];
  let value = count / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toPrecision(3)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function small(value) {
  return value === 0 ? '0' : value.toExponential(1);
}

export const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const STATES = {
  running: 'Predicting', waiting: 'The server is away: trying again', stopping: 'Stopping',
  stopped: 'Stopped', failed: 'Failed', done: 'Done',
};

export function progress(run) {
  let text = `${STATES[run.state]}: ${run.done.toLocaleString('en')} of ${plural(run.rows, 'row', 'rows')}`;
  if (run.failed > 0) {
    text += `, ${plural(run.failed, 'error', 'errors')}`;
  }
  if (run.state === 'running' && run.secondsLeft >= 0) {
    text += `, about ${duration(run.secondsLeft)} left`;
  }
  return text;
}
