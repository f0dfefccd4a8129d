// What a tab remembers over a reload: the chats, the village, the last letter. Gone with the tab.

const PREFIX = "cunkou ";

export function remembered(name, otherwise) {
  const kept = sessionStorage.getItem(PREFIX + name);
  return kept === null ? otherwise : JSON.parse(kept);
}

export const remember = (name, value) => sessionStorage.setItem(PREFIX + name, JSON.stringify(value));

export const forgetAll = () => sessionStorage.clear();
