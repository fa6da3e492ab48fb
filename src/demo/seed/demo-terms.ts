/** The terms of use that the demonstration publishes (A2). */
export const demoTerms = {
  version: '2026-01',
  title: 'Conditions Générales d’Utilisation de Medimail',
  html: [
    '<h2>Objet</h2>',
    '<p>Medimail est une messagerie sécurisée de santé réservée aux professionnels habilités. Elle permet d’échanger des données de santé à caractère personnel entre personnes qui participent à la prise en charge d’un patient.</p>',
    '<h2>Accès</h2>',
    '<p>L’accès se fait uniquement par authentification forte. Chaque personne agit sous sa propre identité, y compris pour le compte d’une organisation&nbsp;: les actions sont tracées.</p>',
    '<h2>Conservation</h2>',
    '<p>Les messages sont conservés trois mois au plus, puis supprimés automatiquement. Il appartient à l’utilisateur d’exporter auparavant ce qu’il doit conserver.</p>',
    '<h2>Démonstration</h2>',
    '<p>Cette installation est une démonstration&nbsp;: aucune donnée réelle ne doit y être saisie.</p>',
  ].join(''),
} as const;
