// The four things asked of the server.

async function asked(path, options) {
  const answer = await fetch(`/simulator${path}`, { credentials: "same-origin", ...options });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || `HTTP ${answer.status}`);
  }
  return answer.status === 204 ? null : answer.json();
}

const post = (path, body) =>
  asked(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

export const say = (said) => post("/say", said);
export const move = (wanted) => post("/county", wanted);
export const beginAnew = () => post("/anew", {});
export const villages = (words) => asked(`/villages?${new URLSearchParams(words ? { words } : {})}`);

// Letters after `after` (null: only where to begin), and the newest order.
export const news = (after, station) =>
  asked(`/letters?${new URLSearchParams(after === null ? { station } : { after, station })}`);
