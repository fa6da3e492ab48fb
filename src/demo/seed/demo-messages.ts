/** A message of the demonstration: enough to make the first page worth looking at. */
export interface DemoMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly subject: string;
  readonly html: string;
  /** Title and lines of a PDF to attach, under this file name. */
  readonly pdf?: { readonly name: string; readonly title: string; readonly lines: readonly string[] };
}

const at = (name: string): string => `${name}@medimail.test`;

/** In the order in which they are sent. All people and facts are invented. */
export const demoMessages: readonly DemoMessage[] = [
  {
    from: at('labo.bio'),
    to: [at('antoine.mennebeuf')],
    subject: 'Résultats de biologie',
    html: '<p>Docteur,</p><p>Vous trouverez ci-dessous les résultats demandés.</p><table><thead><tr><th>Analyse</th><th>Résultat</th><th>Référence</th></tr></thead><tbody><tr><td>Hémoglobine</td><td>13,8 g/dL</td><td>13,0 – 17,0</td></tr><tr><td>Créatinine</td><td>82 µmol/L</td><td>60 – 110</td></tr><tr><td>CRP</td><td>4 mg/L</td><td>&lt; 5</td></tr></tbody></table><p>Le laboratoire</p>',
  },
  {
    from: at('rose.rouge'),
    to: [at('antoine.mennebeuf')],
    cc: [at('claire.pradel')],
    subject: 'Avis cardiologique',
    html: '<p>Cher confrère,</p><p>Pourriez-vous me donner votre avis sur l’électrocardiogramme de notre patient commun&nbsp;? Je vous l’adresse dès réception.</p><p>Bien confraternellement,<br>Rose Rouge</p>',
  },
  {
    from: at('antoine.mennebeuf'),
    to: [at('claire.pradel')],
    subject: "CR d'hospitalisation",
    html: '<p>Bonjour,</p><p>Comme convenu, veuillez trouver ci-joint le compte-rendu d’hospitalisation.</p><p>Cordialement,<br>Antoine Mennebeuf</p>',
    pdf: {
      name: 'MENNEBEUF.pdf',
      title: 'Compte-rendu d’hospitalisation',
      lines: [
        'Document de démonstration : patient et faits inventés.',
        '',
        'Motif : bilan programmé.',
        'Évolution : favorable, retour au domicile.',
        'Suite : consultation de contrôle dans trois mois.',
      ],
    },
  },
  {
    from: at('claire.pradel'),
    to: [at('antoine.mennebeuf')],
    cc: [at('secretariat.cardio')],
    subject: "Re : CR d'hospitalisation",
    html: '<p>Merci beaucoup, bien reçu.</p><p>Je revois le patient la semaine prochaine.</p><p>Claire Pradel</p>',
  },
  {
    from: at('secretariat.cardio'),
    to: [at('antoine.mennebeuf'), at('julie.martin')],
    subject: 'Planning des consultations',
    html: '<p>Bonjour,</p><ul><li>Lundi&nbsp;: consultations</li><li>Mardi&nbsp;: échographies</li><li>Jeudi&nbsp;: staff à 14&nbsp;h</li></ul><p>Le secrétariat de cardiologie</p>',
  },
];
