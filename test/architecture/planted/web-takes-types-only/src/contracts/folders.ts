export const defaultFolders = { inbox: 'Boîte de réception' };
