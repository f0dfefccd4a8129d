// How many SMS a text takes: 70 characters, or 67 a part when longer; Latin letters alone 160, or 153.

const CHINESE = { one: 70, many: 67 };
const LATIN = { one: 160, many: 153 };
const OUTSIDE_LATIN = /[^\x20-\x5a_a-z\n]/; // brackets and the like count double there: reckoned as Chinese

export function count(text) {
  const room = OUTSIDE_LATIN.test(text) ? CHINESE : LATIN;
  const parts = text.length <= room.one ? 1 : Math.ceil(text.length / room.many);
  return { length: text.length, parts, room: parts === 1 ? room.one : room.many * parts };
}

export const counted = (text) => {
  const { length, parts, room } = count(text);
  return text ? `${length}/${room} 字，${parts} 条` : "";
};
