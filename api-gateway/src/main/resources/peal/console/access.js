// Workspace and key live in this tab only, and go with it.

const WORKSPACE = 'peal.workspace';
const KEY = 'peal.key';

export function access() {
  const workspace = sessionStorage.getItem(WORKSPACE);
  const key = sessionStorage.getItem(KEY);
  return workspace && key ? { workspace, key } : null;
}

export function enter(workspace, key) {
  sessionStorage.setItem(WORKSPACE, workspace);
  sessionStorage.setItem(KEY, key);
}

export function leave() {
  sessionStorage.removeItem(KEY);
}

export function lastWorkspace() {
  return sessionStorage.getItem(WORKSPACE) ?? '';
}
