export const mayUse = () => true;
