export const unreadOf = () => 0;
