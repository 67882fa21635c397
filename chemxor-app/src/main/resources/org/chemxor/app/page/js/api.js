// Requests to the program behind this page. The token is in the part of the address that a browser
// sends to nobody.

const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';

export const hasToken = token !== '';

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body) {
  let response;
  try {
    response = await fetch(`api/${path}`, {
      method,
      body,
      headers: { Authorization: `Bearer ${token}` },
      cache: 'no-store',
    });
  } catch {
    throw new ApiError(0, 'The program behind this page does not answer. Is it still running?');
  }
  if (!response.ok) {
    throw new ApiError(response.status, await detail(response));
  }
  return response;
}

async function detail(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return `The program answered with the status ${response.status}.`;
  }
}

function address(path, settings) {
  const query = new URLSearchParams(settings).toString();
  return query ? `${path}?${query}` : path;
}

const json = async (method, path, settings, body) =>
  (await request(method, address(path, settings), body)).json();

export const getStatus = () => json('GET', 'status');
export const connect = () => json('POST', 'connect');
export const keepHistory = (kept) => json('POST', 'history', { kept });
export const beginTyped = (text) => json('POST', 'runs', {}, text);
export const beginFile = (file, columns) => json('POST', 'runs', { name: file.name, ...columns }, file);
export const stopRun = (id) => json('POST', `runs/${id}/stop`);
export const resumeRun = (id) => json('POST', `runs/${id}/resume`);
export const removeRun = (id) => json('DELETE', `runs/${id}`);
export const getRows = (id, settings) => json('GET', `runs/${id}/rows`, settings);
export const getRow = (id, index) => json('GET', `runs/${id}/rows/${index}`);

/** A drawing as an address for an image, where scripts in it cannot run. */
export async function getDrawing(id, index) {
  const response = await request('GET', `runs/${id}/rows/${index}/drawing`);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'image/svg+xml' }));
}

export async function getResults(id, ending, settings) {
  return (await request('GET', address(`runs/${id}/results.${ending}`, settings))).blob();
}
