import type { PreferenceWording } from './preference-wording.js';

export const ES: PreferenceWording = {
  heading: 'Avisos sobre sus pedidos',
  intro: (brand) => `Elija qué le comunica ${brand} sobre sus pedidos, y por qué medio.`,
  saved: { title: 'Sus preferencias se han guardado', detail: 'Se aplican desde este momento.' },
  invalid: {
    title: 'Aún sin guardar: revise lo que está marcado',
    fields: {
      'quietHours.start': 'Introduzca una hora, por ejemplo 22:00.',
      'quietHours.end': 'Introduzca una hora, por ejemplo 08:00.',
      timeZone: 'Elija una zona horaria de la lista.',
      language: 'Elija un idioma de la lista.',
    },
  },
  conflict: {
    title: 'Aún sin guardar: sus preferencias cambiaron en otro lugar',
    detail:
      'Desde que abrió esta página, se han modificado desde otra pestaña, otro dispositivo u otro enlace. No se ha perdido nada: abajo aparecen esos cambios junto con los suyos. Revíselos y guarde de nuevo.',
    elsewhere: 'Modificado en otro lugar:',
  },
  global: { name: 'Avisos sobre pedidos', detail: 'Si los desactiva, no le enviaremos nada sobre sus pedidos.' },
  channels: {
    heading: 'Cómo le avisamos',
    names: { email: 'Correo electrónico', sms: 'Mensajes de texto (SMS)', in_app: 'En su cuenta' },
    details: {
      email: (address) => address ?? 'Todavía no tenemos su dirección de correo.',
      sms: (address) => address ?? 'Todavía no tenemos su número de teléfono.',
      in_app: (_, brand) => `En su buzón de ${brand}`,
    },
    smsConsent: 'Al activar los SMS, acepta recibir mensajes de texto sobre sus pedidos.',
    smsTerms:
      'La cantidad depende de sus pedidos. Pueden aplicarse tarifas de mensajes y datos. Responda STOP para dejar de recibirlos o HELP para obtener ayuda.',
    otherNumber: {
      why: (phone) =>
        `Su número ha cambiado. Aceptó recibir SMS en otro número, así que no enviamos ninguno al ${phone} hasta que vuelva a aceptarlos.`,
      agree: (phone) => `Acepto recibir mensajes de texto sobre mis pedidos en el ${phone}.`,
    },
  },
  types: {
    heading: 'De qué le avisamos',
    detail: 'Un mensaje solo se envía si su medio también está activado arriba.',
    column: 'Mensaje',
  },
  quietHours: {
    heading: 'Horas de silencio',
    name: 'Sin SMS por la noche',
    start: 'Desde',
    end: 'Hasta',
    timeZone: 'Zona horaria',
    active: 'Los SMS esperan de {start} a {end}, hora de {city}. Los correos y los mensajes en su cuenta no esperan.',
    severalZones:
      'No conocemos su zona horaria, así que los SMS pueden esperar más que de {start} a {end}: tenemos en cuenta todas las zonas horarias posibles para su número. Elija la suya abajo. Los correos y los mensajes en su cuenta no esperan.',
    inactive: 'Los SMS pueden llegar a cualquier hora del día o de la noche.',
    textsOff: 'Los SMS están desactivados, así que no hay nada que retener.',
  },
  language: { heading: 'Idioma', name: 'Le escribimos en' },
  automatic: (now) => (now === null ? 'Automático' : `Automático (${now})`),
  save: 'Guardar cambios',
  unsaved: 'Tiene cambios sin guardar.',
  failed: 'No se ha podido guardar. Sus cambios siguen aquí: inténtelo de nuevo en un momento.',
  history: {
    heading: 'Historial de cambios',
    none: 'Todavía no se ha cambiado nada.',
    sources: {
      preference_page: 'en esta página',
      preferences_api: 'en su cuenta',
      unsubscribe_link: 'con el enlace de baja',
      mail_program: 'desde su programa de correo',
    },
    elsewhere: 'en otro lugar',
    on: 'activado',
    off: 'desactivado',
    names: {
      globalEnabled: 'Avisos sobre pedidos',
      'quietHours.enabled': 'Horas de silencio',
      'quietHours.start': 'Inicio de las horas de silencio',
      'quietHours.end': 'Fin de las horas de silencio',
      timeZone: 'Zona horaria',
      language: 'Idioma',
    },
  },
  footer: {
    personal: 'Esta página es solo suya. Quien tenga el enlace puede cambiar sus preferencias, así que no lo comparta.',
    help: '¿Tiene alguna duda?',
  },
};
