# Lo que dice el bot, en español. Solo palabras: el código pone el formato alrededor de los valores.
# Se tutea; los términos son siempre los mismos: mensaje, contacto, grupo, etiqueta, canal, pasarela, equipo, espacio.

### Listas, números, duraciones

list-and = { $names } { $sound ->
    [i] e
   *[other] y
 } { $last }
list-more = { $names } y { $more } más
cut = { $text }… ({ $length } caracteres)
length-instant = menos de un segundo
length-seconds = { $n } s
length-minutes = { $n } min
length-hours = { $n } h
length-days = { $n ->
    [one] 1 día
   *[other] { $n } días
 }
people = { $n ->
    [one] 1 persona
   *[other] { $n } personas
 }
me = ti
for-me = para ti
everyone = todos
group-name = el grupo { $name }
tag-name = todos con la etiqueta { $name }
to-name = a { $name }
to-group = al grupo { $name }
to-tag = a todos con la etiqueta { $name }

### Horas y fechas. Los patrones son los de CLDR (babel.pocoo.org)

pattern-date = EEEE d 'de' MMMM 'de' y
pattern-weekday-day = EEE d
pattern-short-date = EEE d MMM
pattern-short-date-year = EEE d MMM y
pattern-except = d 'de' MMMM 'de' y
day-at = { $day } { $hour ->
    [1] a la
   *[other] a las
 } { $time }
short-day-at = { $day } { $time }
on-when = el { $when }
one-day = el { $day }
in-zone = { $when }, hora de { $zone }
starting = { $when }, a partir del { $day }
with-until = { $when }, hasta el { $day }
with-except = { $when }, excepto { $days }
rule-at = { $rule } { $hour ->
    [1] a la
   *[other] a las
 } { $times }
rule-count = { $rule }, { $count ->
    [one] 1 vez
   *[other] { $count } veces
 }
rule-daily = { $every ->
    [1] todos los días
   *[other] cada { $every } días
 }
rule-hourly = { $every ->
    [1] cada hora
   *[other] cada { $every } horas
 }
rule-minutely = { $every ->
    [1] cada minuto
   *[other] cada { $every } minutos
 }
rule-weekdays = de lunes a viernes
rule-weekly = { $every ->
    [1] los { $days }
   *[other] cada { $every } semanas los { $days }
 }
weekly-day = { $day ->
    [5] sábados
    [6] domingos
   *[other] { $weekday }
 }
rule-monthly = { $every ->
    [1] { $days } de cada mes
   *[other] { $days } de cada { $every } meses
 }
rule-yearly = { $every ->
    [1] cada año el { $day } de { $month }
   *[other] cada { $every } años el { $day } de { $month }
 }
rule-weekly-bare = { $every ->
    [1] cada semana
   *[other] cada { $every } semanas
 }
rule-monthly-bare = { $every ->
    [1] cada mes
   *[other] cada { $every } meses
 }
rule-yearly-bare = { $every ->
    [1] cada año
   *[other] cada { $every } años
 }
rule-yearly-days = { $every ->
    [1] cada año { $days } de { $month }
   *[other] cada { $every } años { $days } de { $month }
 }
rule-year-days = { $days } de cada año
rule-months = { $rule } excepto en { $months }
rule-other = según la regla { $rule }
last-day = el último día
day-of-month = el día { $day }
nth = el { $n ->
    [1] primer
    [2] segundo
    [3] tercer
    [4] cuarto
    [5] quinto
    [-5] quinto
    [-4] cuarto
    [-3] antepenúltimo
    [-2] penúltimo
    [-1] último
   *[other] { $n }º
 } { $noun }{ $n ->
    [-5] {" "}contando desde el final
    [-4] {" "}contando desde el final
   *[other] {""}
 }
noun-weekday = { $weekday }
noun-day = día
noun-work = día hábil
noun-weekend = día de fin de semana
day-or-last = { $first } o si no el último día

### Un mensaje, como lo muestra su burbuja

head-scheduled = Programado: { $number } para { $who }
head-reminder = Recordatorio { $number } para ti
head-now = Enviando { $number } a { $who }
head-moved = Cambiado de hora: { $number } para { $who }
head-edited = Cambiado: { $number } para { $who }
head-paused = En pausa: { $number } para { $who }
head-resumed = Reanudado: { $number } para { $who }
head-skipped = Saltado el próximo de { $number } para { $who }
head-skipped-days = Saltados algunos de { $number } para { $who }
head-cancelled = Cancelado: { $number } para { $who }
head-undone = Deshecho: { $number } para { $who }
head-shown = { $number } para { $who }
head-people = { $head } ({ $n ->
    [one] 1 persona
   *[other] { $n } personas
 })
was-when = Era para el { $when }
leaves-in = Sale a las { $time }, dentro de { $n ->
    [one] un segundo
    [10] diez segundos
   *[other] { $n } segundos
}.
here-it-is = Aquí será el { $when }.
next-times = Próximos: { $times }
next-time = Próximo: { $time }
spread = Al ritmo de este canal salen de { $first } a { $last }.
state-paused = En pausa: no sale nada hasta que lo reanudes.
state-paused-until = En pausa hasta el { $day }: antes no sale nada.
state-paused-past = En pausa, y su hora ya pasó. Dale otra, por ejemplo: mueve { $number } al viernes a las 9:00
state-cancelled = Cancelado: ya no sale nada más.
state-over = Ya salió; no queda nada por enviar.
placeholder-name = nombre
fills-name = { $n ->
    [one] { $name } se cambia por el nombre: { $who }.
   *[other] { $name } se cambia por el nombre de cada uno.
}
fills-nothing-else = { $n ->
    [one] { $names } sale tal como está escrito: solo se rellena { $name }.
   *[other] { $names } salen tal como están escritos: solo se rellena { $name }.
}
missing-phone = { $n ->
    [one] { $names } aún no tiene número. Dámelo así: añade contacto { $first } +34 612 345 678
   *[other] { $names } aún no tienen número. Dámelos así: añade contacto { $first } +34 612 345 678
 }
blocked-people = { $n ->
    [one] { $names } escribió STOP y no recibe nada hasta que escriba START.
   *[other] { $names } escribieron STOP y no reciben nada hasta que escriban START.
 }
barred-people = { $n ->
    [one] { $names } está en tu lista de bloqueos y no recibe nada hasta que quites el bloqueo.
   *[other] { $names } están en tu lista de bloqueos y no reciben nada hasta que quites el bloqueo.
 }
template-people = { $n ->
    [one] uno de ellos
   *[other] { $n } de ellos
 }
goes-as-template = { $n ->
    [one] { $names } no habrá escrito en las 24 horas anteriores: le llega con tu plantilla { $template }, en una sola línea.
   *[other] { $names } no habrán escrito en las 24 horas anteriores: les llega con tu plantilla { $template }, en una sola línea.
 }
needs-template = { $n ->
    [one] { $names } no habrá escrito en las 24 horas anteriores, y entonces WhatsApp solo acepta plantillas aprobadas: no saldrá si no escribe antes. Para indicar una: belfry channel set { $channel } --set template=NOMBRE
   *[other] { $names } no habrán escrito en las 24 horas anteriores, y entonces WhatsApp solo acepta plantillas aprobadas: a ellos no les saldrá si no escriben antes. Para indicar una: belfry channel set { $channel } --set template=NOMBRE
 }
late-reminder = Es un recordatorio: si no puede salir en los 15 minutos siguientes a su hora, se salta y te aviso.
late-at-most = Sale como mucho con { $length } de retraso; si no, no se envía y te aviso.
late-even_if_late = Sale aunque sea tarde, dentro del mismo día.
late-only_if_on_time = Sale solo si es a tiempo, al minuto; si no, se salta y te aviso.
answered-if_not = Sale solo si no han escrito desde que lo programaste, o desde la última vez que salió; si no, se salta y te aviso.
answered-until = Sigue hasta que respondan; entonces termina para esa persona.
channel-waits = El canal { $channel } no funciona ahora. Lo que toque enviar lo espera, hasta su límite de retraso.
in-workspace = En { $workspace }.
also-staff-of = Estás en el equipo de { $n } espacios. Aquí trabajo en { $workspace }; los otros son { $others }.

tick-waiting = 🕘 En espera
tick-sending = 🕘 Saliendo
tick-sent = ✓ Enviado
tick-delivered = ✓✓ Entregado
tick-read = ✓✓ Leído
tick-failed = ✗ Falló
tick-unsure = ? No se sabe si llegó
tick-skipped = – No enviado
tick-cancelled = – Anulado
count-waiting = { $n } en espera
count-sent = { $n ->
    [one] 1 enviado ✓
   *[other] { $n } enviados ✓
 }
count-delivered = { $n ->
    [one] 1 entregado ✓✓
   *[other] { $n } entregados ✓✓
 }
count-read = { $n ->
    [one] 1 leído
   *[other] { $n } leídos
 }
count-failed = { $n ->
    [one] 1 fallido ✗
   *[other] { $n } fallidos ✗
 }
count-unsure = { $n } sin confirmar ?
count-skipped = { $n ->
    [one] 1 no enviado
   *[other] { $n } no enviados
 }
count-cancelled = { $n ->
    [one] 1 anulado
   *[other] { $n } anulados
 }
progress-last = La última vez, { $when }: { $progress }
by-stand-in = { $n ->
    [one] Uno sale por { $channel }, porque su canal no funciona.
   *[other] { $n } salen por { $channel }, porque su canal no funciona.
 }

assumed-am = Entendí la hora como de la mañana.
assumed-pm = Entendí la hora como de la tarde.
assumed-noon = Entendí las 12 como mediodía.
assumed-day-first = Leí la fecha con el día primero y luego el mes.
assumed-month-first = Leí la fecha con el mes primero y luego el día.
assumed-year-first = Leí la fecha con el año primero.
assumed-hours = Entendí la hora según tu horario de apertura.
assumed-other = He supuesto: { $what }.
instead = ¿Mejor { $what }?

button-undo = Deshacer
button-stop = Parar
button-pause = Pausar
button-resume = Reanudar
button-cancel = Cancelar
button-skip = Saltar el próximo
button-show = { $number }
button-yes = Sí
button-no = No
button-never-mind = Déjalo
button-retry = Enviar otra vez
button-go-on = Seguir enviando
button-send-rest = { $n ->
    [one] Enviarlo ahora
   *[other] Enviar los { $n } ahora
 }
button-leave-rest = { $n ->
    [one] Dejarlo
   *[other] Dejarlos
 }
button-arrived = Sí llegó
button-not-arrived = No llegó: enviar otra vez
button-more = Más
button-part-before = ‹ Antes
button-part-after = Seguir ›
button-calendar = Calendario
button-this-month = Este mes
button-month-before = ‹ { $month }
button-month-after = { $month } ›
tap-done = Ya está hecho.
tap-sends = { $n ->
    [one] Se envía uno.
   *[other] Se envían { $n }.
 }
tap-late = Demasiado tarde: ya salió.
tap-changed = Ha cambiado desde entonces. Míralo otra vez.
tap-gone = Este botón ya es muy antiguo. Mejor escríbemelo.
tap-ok = Hecho.

### Confirmar

confirm = ¿Envío esto a { $n ->
    [one] 1 persona
   *[other] { $n } personas
 }?
confirm-now = ¿Envío esto a { $n ->
    [one] 1 persona
   *[other] { $n } personas
 } ahora?
confirm-edit = { $gone ->
    [one] 1 persona tiene
   *[other] { $gone } personas tienen
 } el texto anterior. ¿Lo cambio para { $n ->
    [one] la otra
   *[other] las otras { $n }
 }?
confirm-dropped = Descartado: no se programó nada.
question-dropped = Descartado: no se hizo nada.
question-replaced = (Tu pregunta anterior queda descartada.)
question-undone = Para lo hecho antes, escribe otra vez: { $example }
nothing-open = No hay ninguna pregunta abierta.
yes-words = sí | si | claro | vale | dale | ok | okay | de acuerdo | hazlo | adelante | confirmo | confirmar | correcto | eso es | sí por favor | sí, por favor
no-words = no | nop | déjalo | olvídalo | da igual | mejor no | ahora no | no gracias | no, gracias | cancelar | parar

### Lecturas, dichas en voz alta. Lo que dicen del cuándo se lee como las mismas horas

read-schedule = Envío “{ $text }” { $to } { $when }.
read-now = Envío “{ $text }” { $to } ahora.
read-remind = Te recuerdo { $when }: “{ $text }”
read-send-again = Envío { $numbers } ahora.
read-cancel = Cancelo { $numbers }.
read-move = Muevo { $numbers } al { $when }.
read-move-rule = Muevo { $numbers }: { $when }.
read-move-one = Muevo solo el próximo de { $numbers } al { $when }.
read-shift = Muevo { $numbers } { $shift }.
read-edit = Cambio { $numbers }: { $what }.
read-pause = Pauso { $numbers }.
read-pause-until = Pauso { $numbers } hasta el { $day }.
read-resume = Reanudo { $numbers }.
read-skip = Salto el próximo de { $numbers }.
read-skip-days = Salto { $days } de { $numbers }.
read-retry = Reintento lo que falló de { $numbers }.
read-undo = Deshago tu último cambio.
list-for = { " " }para { $who }
read-list = Muestro lo que sale{ $who }.
read-list-day = Muestro lo que sale{ $who } el { $day }.
read-list-range = Muestro lo que sale{ $who } del { $first } al { $last }.
read-show = Muestro { $numbers }.
read-history = Muestro lo que se envió { $to }.
read-status = Muestro hasta dónde llegó.
read-add-contact = Añado el contacto { $name }.
read-add-contact-phone = Añado el contacto { $name } con el número { $phone }.
read-tag = Pongo la etiqueta { $tags } { $to }.
read-untag = Quito la etiqueta { $tags } de { $who }.
read-join_group = Pongo a { $who } en el grupo { $group }.
read-leave_group = Saco a { $who } del grupo { $group }.
read-new_group = Creo el grupo { $group }.
read-remove_group = Borro el grupo { $group }; sus personas siguen entre los contactos.
read-groups = Los grupos:
read-members = Quién está en { $group }:
read-rename = Cambio el nombre de { $who } a { $name }.
read-block = Bloqueo a { $who }: no le llega nada más.
read-remove_contact = Borro a { $who } de los contactos.
read-unblock = Desbloqueo a { $who }.
read-contacts = Muestro tus contactos.
read-digest = Muestro el resumen de esta semana.
read-calendar = Muestro el calendario de { $month }.
read-calendar-now = Muestro el calendario de este mes.
read-help = Te digo lo que puedo hacer.
read-other = He entendido: { $intent }.
edit-text = el texto pasa a ser “{ $text }”
edit-rule = se repite { $rule }
edit-starts = empieza el { $when }
edit-until = termina el { $day }
edit-late-at-most = sale como mucho con { $length } de retraso
edit-late-even_if_late = sale aunque sea tarde
edit-late-only_if_on_time = sale solo si es a tiempo
edit-add = también lo recibe { $who }
edit-remove = ya no lo recibe { $who }
so-far = Hasta ahora tengo: { $what }.
so-far-move = mover { $numbers } al { $when }
so-far-move-shift = mover { $numbers } { $shift }
so-far-text = “{ $text }”
so-far-to = para { $who }
so-far-when = { $when }
so-far-rule = { $rule }
so-far-number = para { $numbers }

### Preguntas

ask-missing-time = ¿Cuándo debe salir?
ask-missing-time-move = ¿A cuándo muevo { $numbers }?
ask-missing-day = ¿Qué día?
ask-missing-message = ¿Qué debe decir?
ask-missing-recipient = ¿Para quién?
ask-missing-target = ¿A qué mensaje te refieres? Dame su número, por ejemplo #12.
ask-missing-contact = ¿A quién te refieres? Por ejemplo: añade contacto Bruno +34 612 345 678
ask-missing-phone = ¿Cuál es su número? Escríbelo todo junto, por ejemplo: añade contacto Bruno +34 612 345 678
ask-missing-phone-of = ¿Cuál es el número de { $name }? Escribe: añade contacto { $name } +34 612 345 678, o comparte la tarjeta de contacto.
ask-missing-tag = ¿Qué etiqueta?
ask-missing-rule = ¿Cada cuánto se repite? Por ejemplo: todos los lunes a las 18:00
ask-missing-other = Falta esto: { $what }. ¿Me lo dices?
ask-past = Esa hora ya pasó. ¿Cuándo debe salir?
ask-ambiguous_recipient = ¿A quién te refieres?
ask-unknown_recipient = No conozco a { $unknown }. ¿A quién te refieres? Si es alguien nuevo: añade contacto { $first } +34 612 345 678
ask-unknown_recipient-offers = No conozco a { $unknown }. ¿Te refieres a alguno de estos? Si es alguien nuevo: añade contacto { $first } +34 612 345 678
ask-unknown_group-offers = Todavía no hay ningún grupo { $unknown }. ¿Qué quieres?
ask-unknown_group = No hay ningún grupo { $unknown }. Escribe grupos para ver los que hay.
ask-time_in_message = ¿La hora forma parte del texto, o es cuando debe salir el mensaje?
ask-invalid_time = Esa hora no existe. ¿Qué hora quieres decir?
ask-invalid_date = Esa fecha no existe. ¿Qué día quieres decir?
ask-short_months = Algunos meses no tienen ese día. ¿Qué hago entonces?
ask-same_weekday = ¿Te refieres a hoy, o a dentro de una semana?
ask-next_weekday = ¿Qué día quieres decir?
ask-high_frequency = Eso es { $rule }. ¿Es lo que quieres?
ask-date_order = ¿Qué fecha quieres decir?
ask-am_pm = ¿De la mañana o de la tarde?
ask-multiple_commands = Son varias cosas a la vez. Por favor, escríbelas de una en una.
ask-multiple_times = Has dicho más de una hora. ¿Cuál es la buena?
ask-ambiguous_target = ¿A qué mensaje te refieres?
ask-confirm_all = { $n ->
    [one] Es un mensaje: { $numbers }. ¿Lo hago?
   *[other] Son { $n } mensajes: { $numbers }. ¿Lo hago?
 }
ask-confirm_all-days = De una serie solo se omite { $days }; después sigue.
ask-all_contacts = Eso les llega a todos tus contactos. ¿Lo hago?
ask-scope = ¿Solo el próximo, o este y todos los que siguen?
ask-answered_now = Eso mira las respuestas que lleguen desde ahora: necesita una hora más tarde y alguien que pueda responder. ¿Cuándo sale y para quién?
ask-scope-day = ¿Solo ese día, o toda la serie?
ask-biweekly = ¿Es cada dos semanas, o dos veces por semana?
ask-nth_or_interval = ¿Una vez al mes, o cada cierto número de semanas?
ask-weekend = ¿El sábado, el domingo, o los dos?
ask-vague_time = ¿A qué hora exactamente?
ask-no_clock = ¿A qué hora?
ask-weekday_mismatch = El día de la semana y la fecha no coinciden. ¿Qué día quieres decir?
ask-not_understood = No he entendido { $unknown }. Escríbelo así, por ejemplo:
ask-not_understood-of = No he entendido { $unknown }. Lo que puedo hacer con { $numbers }: mostrar, mover, cambiar, pausar, saltar una vez, cancelar. Escríbelo así, por ejemplo:
ask-unknown_zone = No conozco esa zona horaria. Di una ciudad, por ejemplo: hora de Lisboa.
ask-unknown_id = Ese mensaje no existe. Escribe lista para ver los números.
ask-unknown_target = No encuentro ese mensaje. ¿Cuál es? Escribe lista para ver los números.
ask-not_a_series = Ese sale una sola vez, así que no hay un próximo que saltar. Puedes cancelarlo.
ask-not_due = Ese día no toca. Mira sus fechas con muestra y su número.
ask-invalid_phone = Ese número de teléfono no me sirve. Escríbelo con su prefijo de país, por ejemplo +34 612 345 678.
ask-which_way = ¿Antes o después?
ask-unknown_channel = No hay ningún canal { $unknown }. Quítalo, o di uno que exista.
ask-midnight = ¿Al empezar ese día, o al terminar?
ask-start = ¿A partir de cuándo?
ask-until_before_start = El final es anterior al comienzo. ¿Cuál debe ser el final?
ask-too_far = Eso queda demasiado lejos. Di una fecha dentro de los próximos diez años.
ask-missing-change = ¿Qué cambio? Por ejemplo: al viernes a las 17:00, o cada semana.
ask-other = No sé bien qué quieres decir. ¿Puedes decirlo de otra manera?
option-all-text = Forma parte del texto
option-leaves-then = Es cuando sale
option-leaves = Sale { $when }
option-scope-one = Solo el próximo
option-scope-all = Este y los siguientes
option-only-days = Solo { $days }
option-last-day = El último día del mes
option-skip-months = Solo los meses que lo tienen
option-number = { $number } { $hint }
option-add = Añadir a { $name }
option-group-new = Crear el grupo { $name }
option-group = El grupo { $name }
option-yes = Sí
option-now = Ahora
option-as-is = Sí, tal cual
waiting-still = Sigo esperando una respuesta:

### Frases que se rechazan

refuse-past = Ese día ya pasó. Di uno que esté por venir.
refuse-invalid_time = Esa hora no existe. Las horas van de 0:00 a 23:59.
refuse-invalid_date = Esa fecha no existe. Di otro día, por favor.
refuse-too_frequent = Cada minuto es demasiado. Como mucho envío cada dos minutos, y antes pregunto.
refuse-until_before_start = El final es anterior al comienzo. Di un final posterior, por favor.
refuse-group_chat = Todavía no puedo escribir en chats de grupo de WhatsApp. Di personas, un grupo de contactos o una etiqueta.
refuse-unknown_id = Ese mensaje no existe. Escribe lista para ver los números.
refuse-too_far = Eso queda demasiado lejos. Di una fecha dentro de los próximos diez años.
refuse-nobody_left = Entonces no quedaría nadie. Di quién lo recibe.
refuse-unread = He entendido las palabras, pero no qué hacer. Dilo de otra manera, por favor.
refuse-other = Eso no puedo hacerlo. Escribe ayuda para ver lo que puedo hacer.
refuse-too_long_text = Es demasiado largo. Acórtalo, por favor.
refuse-too_long = Es demasiado largo para un solo mensaje ({ $length } caracteres). Puedo leer hasta { $most }; acórtalo, por favor.
not-command = Me ocupo de los mensajes a tus contactos. Puedes escribir, por ejemplo:
puzzled-again = Sigo sin entenderlo, lo siento. Frases como estas sí las entiendo; pon tus nombres y tus horas:
example-schedule = envía 'hola' a { $who } todos los lunes a las 9:00
example-send_now = envía 'ya voy' a { $who } ahora
example-remind = recuérdame llamar al banco mañana a las 10:00
example-list = qué sale esta semana
example-show = muestra #1
example-cancel = cancela #1
example-move = mueve #1 al viernes a las 17:00
example-pause = pausa #1
example-resume = reanuda #1
example-skip = salta el próximo de #1
example-undo = deshacer
example-retry = reintenta #1
example-add_contact = añade contacto Bruno +34 612 345 678
example-contacts = contactos
example-tag = etiqueta a { $who } como vip
example-untag = quita la etiqueta vip de { $who }
example-new_group = crea el grupo Padres con { $who }
example-groups = grupos
example-rename = cambia el nombre de { $who } a { $who } Costa
example-block = bloquea a { $who }
example-unblock = desbloquea a { $who }
example-history = qué le enviamos a { $who }
example-status = ¿le llegó a { $who }?
example-digest = resumen
example-calendar = calendario

### Lo que no se puede hacer (códigos de core.errors)

error-not_held = Ya se está enviando otra vez.
error-already_cancelled = { $number } ya está cancelado.
error-already_left = { $number } ya salió; no queda nada que cambiar. Escríbelo de nuevo para volver a enviarlo.
error-already_chosen = Alguien ya lo ha elegido. Para verlo, escribe: muestra { $number }
error-already_paused = { $number } ya está en pausa. Escribe reanuda { $number } para que siga.
error-changed_meanwhile = { $number } acaba de cambiar. Míralo con muestra { $number } e inténtalo otra vez.
error-changed_since = { $number } ha cambiado desde entonces y eso ya no se puede deshacer. Míralo con muestra { $number }.
error-not_a_series = { $number } sale una sola vez, así que no hay un próximo que saltar. Escribe mejor cancela { $number }.
error-not_due_then = { $number } no toca ese día, así que no hay nada que saltar. Mira sus fechas con muestra { $number }.
error-not_paused = { $number } no está en pausa.
error-nothing_to_come = { $number } no tiene ninguna hora por venir. Dale otra con mueve { $number } al viernes a las 9:00.
error-nothing_to_retry = Nada de { $number } falló ni quedó fuera, así que no hay nada que reenviar.
error-nothing_to_undo = No hay ningún cambio tuyo que deshacer.
error-already_settled = Esto ya está resuelto.
error-phone_taken = { $phone } ya es de { $name }. Escribe a { $name }, o dame otro número.
error-not_allowed = Para eso hace falta el rol de { $needs }; el tuyo es el de { $role }. Pídeselo a un propietario.
error-not_yours = Ese mensaje es de otra persona. Pídeselo a quien lo escribió, a un encargado o a un propietario.
error-never_due = Eso no sale nunca: ninguna fecha cumple la regla antes de su final. Di otra hora u otro final, por favor.
error-no_text = No hay texto que enviar. Ponlo entre comillas, por ejemplo: envía 'hola' a Ana.
error-no_time = ¿A cuándo muevo { $number }? Por ejemplo: mueve { $number } al viernes a las 17:00.
error-nobody_left = Entonces nadie recibiría { $number }. Escribe cancela { $number } para anularlo.
error-nobody = Ahí no hay nadie. Añade primero a alguien, por ejemplo: añade contacto Bruno +34 612 345 678.
error-past = Esa hora ya pasó. Di una que esté por venir.
error-bad_phone = “{ $phone }” no es un número de teléfono que me sirva. Escríbelo con su prefijo de país, por ejemplo +34 612 345 678.
error-bad_name = Ese nombre está vacío o es demasiado largo. Usa hasta 200 caracteres, por ejemplo: añade contacto Bruno +34 612 345 678.
error-bad_pace = Eso no es un ritmo. Escríbelo como 12s, 5-30s, 29/s o 29/s burst 60.
error-bad_channel_name = Ese nombre no sirve para un canal. Usa letras, cifras y guiones.
error-bad_daily_limit = Eso no es un límite diario. Usa un número de mensajes.
error-file_type = No puedo enviar este tipo de archivo. Sirven imágenes (JPEG, PNG, WebP), vídeos, sonidos, PDF, documentos de oficina y texto simple.
error-file_too_large = Este archivo es demasiado grande: las imágenes pueden tener 5 MB, todo lo demás 16 MB.
error-bad_url = Eso no es la dirección de una pasarela. Empieza por http:// o https://.
error-bad_json = Esos datos no se pueden leer.
error-too_large = Es demasiado de una vez.
error-channel_needs = Esta pasarela necesita también { $option }.
error-unknown_setting = No conozco ningún ajuste «{ $name }» de { $gateway }; existen { $known }.
error-bad_choice = { $option } tiene que ser uno de estos: { $choices }.
error-other_gateway = { $name } es un canal de { $gateway }. Solo los canales de una misma pasarela comparten cuenta.
error-not_public = Solo recojo archivos de la Internet abierta, no de esa dirección.
error-not_fetched = No pude recoger ese archivo. Mejor envíamelo aquí.
error-too_many_redirects = Esa dirección lleva siempre a otra. Envíame el archivo aquí.
error-channel_exists = Ya hay un canal { $name }. Elige otro nombre.
error-channel_of_another = El canal { $name } es de otra persona. Quita “vía”, o di otro canal.
error-channel_used = El canal { $name } todavía tiene mensajes. Cancélalos primero.
error-no_templates = El canal { $channel } no conoce plantillas, así que { $template } no puede salir por él. Di el texto entre comillas, o nombra otro canal con “vía”.
error-templates_none = WhatsApp no ha aprobado para { $channel } ninguna plantilla que una frase pueda rellenar. Se crean en el WhatsApp Manager.
error-gateway_refuses = El canal { $channel } no puede enviar esto: { $cause }. No queda nada programado.
error-templates_away = No he podido pedir las plantillas de { $channel }: { $reason }. Inténtalo más tarde, o di tú el nombre de la plantilla.
error-template_too_full = La plantilla { $template } tiene { $places ->
    [0] ningún hueco
    [one] un hueco
   *[other] { $places } huecos
 }, y has dado { $given }.
error-template_needs_file = La plantilla { $template } va con { $kind ->
    [image] una imagen
    [video] un vídeo
   *[other] un documento
 }: envíame el archivo, con la frase como pie.
error-template_takes_no_file = La plantilla { $template } no lleva archivo. Envía la frase sin él.
error-template_needs_more = La plantilla { $template } tiene huecos en su título o en sus botones, y esos no los puedo rellenar. Toma otra.
error-no_sheet = No encuentro personas en este archivo. Hace falta una línea por persona, con nombre y teléfono: Ana, +34 612 345 678
error-sheet_too_large = Este archivo tiene más de { $most } líneas. Envíalo por partes.
error-text_of_template = { $number } sale con una plantilla aprobada, cuyas palabras solo cambia WhatsApp. Cancélalo y prográmalo de nuevo con otros valores.
error-no_channel = Todavía no hay ningún canal por el que enviar. Un propietario lo conecta: escribe añade canal
error-no_channel-name = No hay ningún canal { $name }. Escribe canales para verlos.
error-channel = No hay ningún canal { $name }. Escribe canales para verlos.
error-gateway = No hay ninguna pasarela { $name }. Se ven con: belfry channel kinds
error-hook = Esa dirección no existe.
error-no_day = Ese día no está en el calendario. Escribe calendario para ver este mes.
error-no_message = No hay ningún { $number }. Escribe lista para ver lo que hay.
error-no_question = Esa pregunta ya no está.
error-no_delivery = Ese mensaje ya no está.
error-no_contact = Ese contacto no existe. Escribe contactos para verlos.
error-no_tag = Nadie tiene la etiqueta { $tag }. Escribe contactos para ver las etiquetas que hay.
error-only_people = Para eso nombra a personas, no a un grupo entero, una etiqueta o a todos. Por ejemplo: bloquea a Bruno
error-only_one = Cambio el nombre de una persona cada vez. Por ejemplo: cambia el nombre de Ana a Ana Costa
error-name_taken = Ya hay otra persona que se llama { $name } y podrían confundirse. Elige otro nombre, por ejemplo: cambia el nombre de { $who } a { $name } Costa
error-no_group = No hay ningún grupo { $name }. Escribe grupos para ver los que hay.
error-group_name_taken = Hay una persona que se llama { $name } y podrían confundirse. Elige otro nombre para el grupo.
error-group_in_use = { $n ->
    [one] { $number } va al grupo { $name } o lo deja fuera: cancélalo o cámbialo antes.
   *[other] { $n } mensajes pendientes van al grupo { $name } o lo dejan fuera, como { $number }: cancélalos o cámbialos antes.
 }
error-same_name = Ya se llama { $name }.
error-name_changed = El nombre ha cambiado desde entonces: ahora es { $name }. Escribe cambia el nombre de { $name } a … para cambiarlo.
error-already_undone = Eso ya está deshecho.
error-no_undo = { $what ->
    [retry] Lo que reenviaste ya ha salido y no se puede deshacer.
    [send_rest] Lo que enviaste al final ya ha salido y no se puede deshacer.
    [settle] Lo que dijiste de ese mensaje no se puede deshacer.
    [go_on] Los envíos siguen desde que lo dijiste; eso no se puede deshacer.
   *[other] Tu último cambio no se puede deshacer.
 } Los cambios anteriores tienen su propio botón Deshacer.
error-gets_messages = { $people ->
    [1] { $name } ya tiene pendiente { $number } y sigue en los contactos. Escribe antes: cancela { $number }
   *[other] Alguien de ellos ya tiene pendiente { $number }, así que todos siguen en los contactos. Escribe antes: cancela { $number }
 }
error-phone_changed = { $name } ya tiene otro número, así que eso ya no se puede deshacer.
error-setting_changed = Eso se cambió otra vez después, así que ya no se puede deshacer. Escribe espacio o canales para ver cómo está.
error-invite_used = Esa invitación ya se ha usado. Escribe espacio para ver quién puede hablar conmigo.
error-other = Eso no ha funcionado. Escribe ayuda para ver lo que puedo hacer.
error-crash = Lo siento, algo falló por mi lado y no pude hacerlo. Inténtalo otra vez, por favor.

### Listas y consultas

list-empty = No hay nada programado. Prueba con: { $example }
list-empty-range = No sale nada del { $first } al { $last }.
list-empty-day = No sale nada el { $day }.
list-empty-for = No hay nada programado para { $who }.
list-head = { $n ->
    [one] Sale un mensaje:
   *[other] Salen { $n } mensajes:
 }
list-line = { $number } · { $when } · { $who } · { $text }
list-line-rule = { $number } · { $when }, { $rule } · { $who } · { $text }
list-paused-head = En pausa:
list-paused-line = { $number } · { $who } · { $text }
list-rest = Solo se muestran los { $n } primeros. Pregunta por un día, por ejemplo: qué sale mañana
contacts-empty = Todavía no hay contactos. Prueba con: { $example }
contacts-head = { $n ->
    [one] Un contacto:
   *[other] { $n } contactos:
 }
contacts-more-head = Contactos:
contact-line = { $name } · { $phone }
contact-line-tags = { $name } · { $phone } · { $tags }
contact-no-phone = aún sin número
contact-blocked = escribió STOP
contact-barred = con bloqueo
history-empty = Todavía no se ha enviado nada a { $who }.
history-head = Enviado a { $who }, lo más nuevo primero:
history-line = { $when } · { $number } · { $tick } · { $text }
history-head-days = Enviado a { $who } { $days }, lo más nuevo primero:
history-empty-days = No se envió nada a { $who } { $days }.
went-head = { $n ->
    [one] Salió un mensaje { $days }:
   *[other] Salieron { $n } mensajes { $days }, lo más nuevo primero:
 }
went-line = { $when } · { $number } · { $who } · { $tick } · { $text }
went-rest = Solo se muestran los { $n } más nuevos. Pregunta por un día, por ejemplo: qué salió ayer
failed-head = { $n ->
    [one] De un mensaje algo no llegó { $days }:
   *[other] De { $n } mensajes algo no llegó { $days }, primero los más recientes:
 }
failed-empty = No falló nada { $days }.
went-empty = No salió nada { $days }.
span-day = el { $day }
span-range = del { $first } al { $last }
history-cause = { $tick } ({ $cause })
tick-via = { $tick } vía { $channel }
status-head = { $number } para { $who }:
status-line = { $who }: { $tick } { $when }
status-more = … y { $n } más.
status-nothing = { $number } todavía no ha salido. { $next }
status-nothing-yet = Todavía no ha salido nada para { $who }.
status-due = Toca { $when }.
added-contact = He añadido a { $name }.
added-contact-phone = He añadido a { $name } con el { $phone }. Prueba con: { $example }
known-contact = { $name } ya está en tus contactos, con el { $phone }.
known-contact-no-phone = { $name } ya está en tus contactos, sin número. Dámelo así: añade contacto { $first } +34 612 345 678
no-card-phone = Esta tarjeta de contacto no trae ningún número.
people-tag = { $n ->
    [one] { $who } tiene ahora la etiqueta { $value }.
   *[other] { $who } tienen ahora la etiqueta { $value }.
 }
people-tag-others = { $n ->
    [one] { $who } ya tenía la etiqueta { $value }.
   *[other] { $who } ya tenían la etiqueta { $value }.
 }
people-tag-undone = { $n ->
    [one] Deshecho: { $who } ya no tiene la etiqueta { $value }.
   *[other] Deshecho: { $who } ya no tienen la etiqueta { $value }.
 }
people-rename = { $who } se llama ahora { $value }. El nombre de antes también sirve.
people-rename-undone = Deshecho: { $value } vuelve a ser { $who }.
people-untag = { $n ->
    [one] { $who } ya no tiene la etiqueta { $value }.
   *[other] { $who } ya no tienen la etiqueta { $value }.
 }
people-untag-others = { $n ->
    [one] { $who } no tenía la etiqueta { $value }.
   *[other] { $who } no tenían la etiqueta { $value }.
 }
people-untag-undone = { $n ->
    [one] Deshecho: { $who } tiene otra vez la etiqueta { $value }.
   *[other] Deshecho: { $who } tienen otra vez la etiqueta { $value }.
 }
people-join_group = { $n ->
    [one] { $who } ya está en el grupo { $value }.
   *[other] { $who } ya están en el grupo { $value }.
 }
people-join_group-others = { $n ->
    [one] { $who } ya estaba en él.
   *[other] { $who } ya estaban en él.
 }
people-join_group-undone = { $n ->
    [one] Deshecho: { $who } ya no está en el grupo { $value }.
   *[other] Deshecho: { $who } ya no están en el grupo { $value }.
 }
people-new_group = El grupo { $value } está creado, todavía sin nadie. Pon a alguien, por ejemplo: añade a Ana al grupo { $value }
people-new_group-undone = Deshecho: el grupo { $value } ya no existe.
people-leave_group = { $n ->
    [one] { $who } ya no está en el grupo { $value }.
   *[other] { $who } ya no están en el grupo { $value }.
 }
people-leave_group-others = { $n ->
    [one] { $who } no estaba en él.
   *[other] { $who } no estaban en él.
 }
people-leave_group-undone = { $n ->
    [one] Deshecho: { $who } está otra vez en el grupo { $value }.
   *[other] Deshecho: { $who } están otra vez en el grupo { $value }.
 }
people-remove_group = El grupo { $value } está borrado. Sus personas siguen entre los contactos.
people-remove_group-undone = Deshecho: el grupo { $value } vuelve a estar, con sus personas.
groups-head = { $n ->
    [one] Un grupo:
   *[other] { $n } grupos:
 }
group-line = { $name }: { $n ->
    [0] nadie
    [one] una persona
   *[other] { $n } personas
 }
groups-empty = Todavía no hay grupos. Crea uno: { $example }
members-head = { $n ->
    [one] En { $name } hay una persona:
   *[other] En { $name } hay { $n } personas:
 }
members-empty = Todavía no hay nadie en { $name }. Pon a alguien, por ejemplo: añade a { $who } al grupo { $name }
people-remove_contact = { $who } ya no está en los contactos, ni en grupos ni mensajes. Para recuperar el contacto, escribe: añade contacto { $first }
people-remove_contact-messages = { $n ->
    [one] { $numbers } no es para nadie más: se queda, pero no le llega a nadie. Para cancelarlo: cancela { $first }
   *[other] { $numbers } no son para nadie más: se quedan, pero no le llegan a nadie. Para cancelar uno: cancela { $first }
 }
people-remove_contact-undone = Deshecho: { $who } vuelve a estar en los contactos.
people-add_contact-undone = Deshecho: { $who } ya no está en los contactos.
people-add_back-undone = Deshecho: { $who } ya no está en los contactos.
people-add_phone-undone = Deshecho: { $who } vuelve a estar sin número.
people-add_name-undone = Deshecho: { $who } vuelve a no tener nombre, solo el número.
people-import-undone = { $n ->
    [0] Deshecho: los grupos están como antes del archivo.
    [one] Deshecho: { $who } ya no está en los contactos.
   *[other] Deshecho: { $who } ya no están en los contactos.
 }
confirm-remove_contact = { $n ->
    [one] A { $who } le iba a llegar un mensaje ({ $numbers }), que ya no le llegará. ¿Borro el contacto?
   *[other] A { $who } le iban a llegar { $n } mensajes ({ $numbers }), que ya no le llegarán. ¿Borro el contacto?
 }
people-block = { $n ->
    [one] He bloqueado a { $who }: no le llega nada hasta que escribas desbloquea a { $first }.
   *[other] He bloqueado a { $who }: no les llega nada hasta que los desbloquees, por ejemplo: desbloquea a { $first }
 }
people-block-others = { $n ->
    [one] { $who } ya estaba en tu lista de bloqueos.
   *[other] { $who } ya estaban en tu lista de bloqueos.
 }
people-block-messages = { $n ->
    [one] { $numbers } no es para nadie más: se queda, pero no llega a nadie mientras dure el bloqueo. Para anularlo: cancela { $first }
   *[other] { $numbers } no son para nadie más: se quedan, pero no llegan a nadie mientras dure el bloqueo. Para anular uno: cancela { $first }
 }
people-block-undone = { $n ->
    [one] Deshecho: ya no bloqueas a { $who }.
   *[other] Deshecho: ya no bloqueas a { $who }.
 }
people-unblock = { $n ->
    [one] { $who } vuelve a recibir mensajes.
   *[other] { $who } vuelven a recibir mensajes.
 }
people-unblock-others = { $n ->
    [one] { $who } no estaba en tu lista de bloqueos.
   *[other] { $who } no estaban en tu lista de bloqueos.
 }
people-unblock-stopped = { $n ->
    [one] { $who } escribió STOP: solo esa persona puede volver atrás, escribiéndoos START.
   *[other] { $who } escribieron STOP: solo ellos pueden volver atrás, escribiéndoos START.
 }
people-unblock-undone = { $n ->
    [one] Deshecho: { $who } vuelve a tu lista de bloqueos.
   *[other] Deshecho: { $who } vuelven a tu lista de bloqueos.
 }
retried = { $n ->
    [one] Un mensaje de { $number } se envía otra vez ahora.
   *[other] { $n } mensajes de { $number } se envían otra vez ahora.
 }
cancelled-several = Cancelados { $numbers }. Ya no sale nada más de ellos.
cancelled-several-days = Cancelados para { $days }: { $numbers }. Una serie sigue después.
paused-several-days = En pausa { $numbers }; de una serie solo se omite { $days }, y después sigue.
moved-several = Movidos { $numbers }. Ahora salen así:
paused-several = En pausa { $numbers }. No sale nada de ellos hasta que los reanudes.
resumed-several = Reanudados { $numbers }.
undone-several = Deshecho: { $numbers } están como antes.
undone-kept = No se pudo volver atrás con { $numbers }: ha cambiado desde entonces, o su hora ya pasó.
undone-workspace = Deshecho. Ahora está otra vez así:
undone-channel = Deshecho. Ahora está otra vez así:
undone-failover = Deshecho. Ahora está otra vez así:
undone-add_channel = Deshecho: ese canal ya no está conectado. Así está ahora:
undone-invite = Deshecho: esa invitación ya no sirve.
undone-remove_staff = Deshecho: esa persona puede volver a hablar conmigo.
answer-sent = Para { $who }, por { $channel }.
answer-nobody = No sé de quién era ese número, así que no puedo responder ahí. Añade primero a la persona: añade contacto NOMBRE +34 612 345 678
answer-removed = { $who } ya no está entre los contactos, así que no le llega nada. Para tener de vuelta a esa persona, escribe: añade contacto { $who }
edit-ignored = Editar tu mensaje no cambia nada aquí. Escríbelo otra vez como mensaje nuevo, por favor.
file-needs-caption = Escribe al pie del archivo para quién es y cuándo sale, por ejemplo: envía 'Nuestro nuevo horario' a Ana mañana a las 9:00
voice-not-yet = Puedo recibir texto, tarjetas de contacto, imágenes, vídeos, sonidos y documentos.
with-file = 📎 { $name }
import-confirm = { $n } personas en este archivo: { $new } nuevas, { $known } con un número que ya conozco, que conservan su nombre. ¿Las añado?
import-groups = Van a: { $names }.
import-wrong = { $n ->
    [one] Se deja fuera una línea:
   *[other] Se dejan fuera { $n } líneas:
 }
import-wrong-no_name = línea { $line }: el nombre es demasiado largo
import-wrong-bad_phone = línea { $line }: no es un teléfono ({ $value })
import-wrong-bad_zone = línea { $line }: no es una zona horaria ({ $value })
import-wrong-twice = línea { $line }: { $value } está dos veces
import-done = Hecho: { $new } nuevas, { $known } ya conocidas.
by-template = Sale con la plantilla aprobada { $name }.
ask-template_choice = Ninguna plantilla aprobada se llama “{ $name }”. ¿Cuál?
ask-template_choice-none = ¿Qué plantilla?
ask-template_closed = { $who } no habrá escrito en las 24 horas anteriores, y entonces WhatsApp solo acepta plantillas aprobadas. ¿Cuál?
ask-template-more = { $n ->
    [one] Hay una más: escribe su nombre para tomarla.
   *[other] Hay { $n } más: escribe un nombre para tomarla.
 }
ask-template_value = ¿Qué va en { $place } de { $template }?
option-template = { $name } ({ $n ->
    [-1] { $language }
    [0] { $language }, nada que rellenar
    [one] { $language }, 1 hueco
   *[other] { $language }, { $n } huecos
 })
option-template-none = Dejar el texto como está
a-template = una plantilla

### Saludo y ayuda

hello = Hola, { $name }. Envío mensajes de WhatsApp para { $workspace }: a su hora, una sola vez, y te cuento qué fue de ellos. Prueba con:
hello-first = Hola, { $name }. Envío mensajes de WhatsApp para { $workspace }: a su hora, una sola vez, y te cuento qué fue de ellos.
hello-no-channel = Primero necesito un número de WhatsApp desde el que enviar. ¿Lo conectamos ahora?
hello-no-channel-wait = Todavía no hay un número de WhatsApp desde el que enviar; lo conecta un propietario. Para saber lo que puedo hacer, escribe ayuda.
hello-again = Te repito lo que entendí, y casi todo tiene un botón Deshacer. Escribe ayuda para saber más.
how-words = cómo | cómo puedo | cómo se | cómo hago para | puedo | se puede | podemos | es posible
hello-words = hola | buenas | buenos días | buen día | buenas tardes | buenas noches | hola buenos días | hola buenas
thanks-words = gracias | muchas gracias | mil gracias | ok gracias | vale gracias | perfecto gracias
thanks = De nada.
role-owner = propietario
role-manager = encargado
role-sender = remitente
role-viewer = observador
joined = Te damos la bienvenida, { $name }. Tu rol en { $workspace } es el de { $role }.
joined-already = Ya tienes el rol de { $role } en { $workspace }, { $name }. Pásale esta invitación a otra persona: sigue valiendo.
stranger-nobody-owns = Todavía no soy de nadie. En la máquina donde funciono, belfry invite --role owner da un código: envíamelo como /start CÓDIGO.
stranger-bad-code = No conozco este código: ya se usó, es demasiado antiguo o tiene una errata. En la máquina donde funciono, belfry invite --role owner da uno nuevo.
stranger = Soy el asistente de un equipo y solo hablo con quienes forman parte de él. Si eres del equipo, pide una invitación a un propietario y envíamela como /start CÓDIGO.
bad-invite = Esta invitación no vale: ya se usó, es demasiado antigua o tiene una errata. Pide otra a un propietario.
help-head = Escríbeme como le escribirías a una persona. Por ejemplo:
help-send = Enviar
help-look = Ver
help-change = Cambiar
help-people = Personas
help-foot = Las horas pueden repetirse (cada semana, de lunes a viernes, el día 1 de cada mes) y terminar (hasta el 30 de junio). Responde a una burbuja para hablar de su mensaje. El texto entre comillas sale exactamente como lo escribiste.
command-start = Saludar
command-help = Lo que puedo hacer
command-list = Lo próximo que sale
command-contacts = Quién está en tus contactos
command-digest = Cómo fue esta semana
command-calendar = Lo que sale este mes, día a día
command-undo = Deshacer tu último cambio
about-bot = Programa mensajes de WhatsApp para un equipo: escribe qué, a quién y cuándo.

### Canales

channels-words = canales | canal | ver canales | muestra los canales | lista de canales | mis canales | los canales
file-words = archivo | foto | imagen | vídeo | documento | pdf | audio
template-words = plantilla
template-with-words = con
template-no-names = a | con | para | vía | via | por | ahora
channels-none = Todavía no hay ningún canal. Un propietario lo conecta: escribe añade canal
channels-head = { $n ->
    [one] Tu canal:
   *[other] Tus { $n } canales:
 }
channel-line = { $light } { $name } ({ $marks }): { $state }. { $count }
channel-default = principal
channel-count = { $n ->
    [one] 1 enviado hoy.
   *[other] { $n } enviados hoy.
 }
channel-count-limit = { $n } de { $limit } enviados hoy.
channel-sign-working = 🟢
channel-sign-slow = 🟡
channel-sign-limit = 🟡
channel-sign-down = 🔴
channel-sign-paused = ⏸
channel-light-working = funciona
channel-light-slow = va despacio
channel-light-limit = cerca de su límite diario
channel-light-down = no funciona
channel-light-paused = en pausa, no sale nada
channel-why = { $state }, { $reason }
channel-tested = { $name } funciona.
channel-tested-number = { $name } funciona, con el número { $number }.
channel-tested-down = { $name } no funciona: { $reason }.
channel-stand-in = Mientras no funcione, lo releva { $other }.
failover-words = relevo | failover
failover-join-words = por | con | a | es | -> | :
failover-hint = Para que un canal envíe por otro mientras no funciona: { $example }
example-failover = relevo { $name } por { $other }
failover-needs-two = Para eso hacen falta dos canales. Conecta antes otro: añadir canal
failover-allowed = Desde ahora { $other } releva a { $name }: cuando lleve un rato sin funcionar, lo que pronto llegaría tarde sale por { $other }, nunca lo que quizá ya salió.
failover-nobody = Ahora ningún canal releva a { $name }.
error-stand_in_itself = { $name } no puede relevarse a sí mismo. Di otro canal.
button-channel-pause = Pausar
button-channel-resume = Reanudar
button-channel-test = Probar
button-channel-make-default = Hacer principal
button-template-try = Probar otra vez ahora
button-channel-add = Conectar otro
command-channels = Tus números de WhatsApp y cómo están

### El espacio y su equipo

house-words = espacio | equipo | ver espacio | ver equipo | muestra el equipo | invitar | invita a alguien
house-word = espacio
house-name-words = nombre
house-zone-words = zona
house-hours-words = horario | horas
house-none-words = ninguno | ninguna | nada
house-head = { $name }
house-zone = Las horas son las de { $zone }.
house-hours = Abierto { $hours }: una hora suelta se entiende dentro de ese horario.
house-no-hours = No hay horario de apertura.
house-staff = { $n ->
    [one] Puede hablar conmigo una persona:
   *[other] Pueden hablar conmigo { $n } personas:
 }
house-person = { $name }, { $role }
house-change = Para cambiar algo, escribe:
example-house-name = espacio nombre Clínica Sol
example-house-zone = espacio zona Europe/Madrid
example-house-hours = espacio horario 8:00-19:00
house-invited = Envía esto a quien vaya a tener el rol de { $role }; esa persona me lo envía a mí. Vale una sola vez, durante 7 días. A quien ya está aquí le da el nuevo rol si le permite hacer más.
house-really = { $name } ya no podría hablar conmigo. Lo que haya programado sigue adelante. ¿Quitar a esta persona?
button-invite-owner = Invitar propietario
button-invite-manager = Invitar encargado
button-invite-sender = Invitar remitente
button-invite-viewer = Invitar observador
button-remove = Quitar a { $name }
button-remove-yes = Sí, quitar
command-workspace = Nombre, zona horaria, horario y equipo
error-bad_workspace_name = El nombre de un espacio tiene de 1 a 100 caracteres, por ejemplo: espacio nombre Clínica Sol
error-bad_zone = No conozco la zona horaria “{ $zone }”. Escríbela con su continente, por ejemplo: espacio zona Europe/Madrid
error-bad_hours = Eso no es un horario. Escríbelo así: espacio horario 8:00-19:00, o bien: espacio horario ninguno
error-workspace_exists = Ya hay un espacio { $name }. Elige otro nombre.
error-no_such_setting = No hay nada llamado { $name } que cambiar.
error-last_owner = Es el único propietario: nombra antes a otro.

### Conectar un canal

setup-words = añade canal | añadir canal | añade un canal | agrega canal | agrega un canal | nuevo canal | conecta canal | conectar canal | conecta un canal | conecta whatsapp | conectar whatsapp | configurar | configurar un canal
setup-stop-words = parar | para | cancelar | déjalo | olvídalo | más tarde | luego | ahora no
setup-back-words = atrás | volver | vuelve
setup-again-words = probar | prueba | probar otra vez | prueba otra vez | otra vez | de nuevo
setup-head = Vamos a conectar WhatsApp.
setup-kind = ¿Qué pasarela usas? Son dos minutos; puedes parar cuando quieras.
kind-http = Tu propio servicio (http)
setup-meanwhile = Mientras tanto puedes escribirme como siempre.
setup-step = { $title }, { $n } de { $of }
setup-ask = Envíame esto: { $about }.
setup-again = Envíame el correcto: { $about }.
setup-secret = Borro enseguida de este chat el mensaje que lo contiene y lo guardo cifrado.
setup-name = ¿Cómo llamamos a este número? Lo escribirás después de “vía”, por ejemplo: envía 'hola' a Ana mañana a las 9:00 vía clínica
setup-trouble-no_scheme = Una dirección empieza por http:// o https://.
setup-trouble-no_address = Eso no es una dirección. Tiene esta forma: http://192.168.1.20:3000 o https://whatsapp.example.org
setup-trouble-credentials = Quita de la dirección el nombre y la contraseña delante de la @: la clave va después, y se guarda cifrada.
setup-trouble-nowhere = 0.0.0.0 es donde un servidor escucha, no donde se le encuentra. En esta máquina es 127.0.0.1.
setup-trouble-inside_container = Funciono dentro de un contenedor, donde localhost es el propio contenedor. Usa el nombre del servicio de la pasarela, por ejemplo http://gateway:3000, o http://host.docker.internal:3000 para la máquina donde funciono.
setup-trouble-public_http = Eso viaja por internet sin cifrar: cualquiera por el camino podría leer la clave y los mensajes. Usa una dirección que empiece por https://.
setup-trouble-looks_like_key = Eso parece una clave. Primero va la dirección, después te pido la clave.
setup-trouble-empty = Estaba vacío.
setup-trouble-one_word = Tiene espacios. Pega solo el valor, sin nada delante ni detrás.
setup-trouble-no_choice = No es ninguna de las opciones.
setup-trouble-bad_name = Un nombre tiene hasta 100 caracteres.
setup-trouble-name_taken = Ese nombre ya lo tiene otro canal.
setup-trouble-not_kept = No pude guardar este canal: su nombre o su remitente ya está en uso. Vuelve atrás y elige otro.
setup-trouble-bad_phone = Ese número de teléfono no me sirve. Escríbelo con su prefijo de país, por ejemplo +34 612 345 678.
setup-why-bad_key = La pasarela responde, pero no acepta la clave. Cópiala otra vez entera de donde la guarda la pasarela.
setup-why-unknown_session = La pasarela acepta la clave, pero no conoce esa sesión. Mira su nombre en la pasarela; importan las mayúsculas y minúsculas.
setup-why-unreachable = En esa dirección no responde nada. ¿Está en marcha la pasarela, son correctos el host y el puerto, y puede llegar esta máquina hasta ella?
setup-why-unreachable-contained = En esa dirección no responde nada. Funciono dentro de un contenedor: ¿está la pasarela en la misma red, y es su puerto el de dentro de esa red?
setup-why-timeout = Hay algo, pero no respondió a tiempo. ¿Es la pasarela, y está ocupada o todavía arrancando?
setup-why-connection_lost = Hay algo, pero cortó la conexión. ¿Son la dirección y el puerto de la pasarela, y es http o https?
setup-why-redirected = Esa dirección remite a otra. Usa aquella a la que lleva: casi siempre la misma con https:// delante.
setup-why-no_tls = Algo responde ahí, pero sin cifrado. ¿Es http:// y no https://?
setup-why-unknown_host = No hay ninguna máquina con ese nombre. ¿Está bien escrito el nombre de la dirección, y lo conoce esta máquina?
setup-why-not_found = Algo responde ahí, pero no como esta pasarela. ¿Es la dirección correcta? Quita lo que va detrás del puerto, como /dashboard.
setup-why-bad_certificate = El certificado de la pasarela no vale para esa dirección. Usa el nombre para el que se hizo, o haz que lo renueven.
setup-why-http = Ahí responde algo, pero no como lo hace esta pasarela (código { $code }). ¿Es la dirección correcta? Quita lo que va después del puerto, por ejemplo /dashboard.
setup-why-http_5 = La pasarela responde con un error suyo (código { $code }). Mira su registro o vuelve a arrancarla, y prueba otra vez.
setup-why-scan_qr_code = La dirección y la clave son correctas; el teléfono aún no está conectado. Abre la pasarela, escanea su código con el teléfono (WhatsApp, Dispositivos vinculados) y prueba otra vez.
setup-why-stopped = La dirección y la clave son correctas; la sesión está parada. Arráncala en la pasarela y prueba otra vez.
setup-why-failed = La dirección y la clave son correctas; la sesión ha fallado. Vuelve a arrancarla en la pasarela; si no basta, cierra la sesión y escanea su código de nuevo. Después prueba otra vez.
setup-why-starting = La dirección y la clave son correctas; la sesión todavía está arrancando. Prueba otra vez en unos segundos.
setup-why-passkey_required = La dirección y la clave son correctas; el teléfono pide una llave de acceso. Confírmala allí y prueba otra vez.
setup-why-passkey_confirmation_required = La dirección y la clave son correctas; el teléfono espera que confirmes su llave de acceso. Después prueba otra vez.
setup-why-key_may_not = Esta clave puede enviar, pero no cambiar los ajustes de la pasarela.
setup-why-health = La pasarela responde: { $reason }. Mira el teléfono y la pasarela, y prueba otra vez.
setup-why-webhook_taken = La pasarela ya avisa a otro sitio, y solo tiene lugar para una dirección.
setup-why-advice = La pasarela responde: { $reason }. { $advice } Después prueba otra vez.
setup-why-other = La pasarela dice: { $reason }. Mira el teléfono y la pasarela, y prueba otra vez.
setup-works = Funciona. { $name } está conectado.
setup-works-number = Funciona: este es el número { $number }. { $name } está conectado.
setup-kept = { $name } queda guardado; todavía no puede enviar.
setup-webhook = Ahora la pasarela tiene que contarme qué pasa con los mensajes y qué responde la gente. Dale esta dirección y este secreto:
setup-webhook-url = Dirección: { $url }
setup-webhook-secret = Secreto: { $secret }
setup-webhook-wait = Te aviso cuando llegue el primer evento. Para ver uno ya, escribe algo a ese número desde otro teléfono.
setup-webhook-only-here = Cuidado: { $url } solo vale en esta máquina, y tu pasarela está en otra. Pon en BELFRY_PUBLIC_URL cómo llega a mí la pasarela, y en BELFRY_LISTEN 0.0.0.0:8080, y vuelve a arrancarme: sigo desde aquí.
setup-webhook-set = Hecho: la pasarela tiene la dirección y el secreto. Puede que reinicie su sesión para ello. Espero su primer evento.
setup-webhook-bad_signature = Llegó un evento, pero su firma es incorrecta: el secreto de la pasarela no es este. Pega el secreto otra vez, entero.
setup-webhook-silent = En cinco minutos no ha llegado ningún evento. ¿Ha escrito alguien a ese número desde entonces? Entonces mira si la pasarela tiene exactamente esta dirección, si sus eventos están activados y si puede llegar hasta mí: un cortafuegos, un proxy o BELFRY_PUBLIC_URL pueden estar en medio.
setup-webhook-other_sender = Llegan eventos, pero del remitente “{ $other }”, no del de este canal. ¿Debe ser ese el del canal?
setup-webhook-failed = No pude ponerlo: { $why } Por favor, pégalo tú:
setup-webhook-hidden = El webhook está puesto; su secreto ya no se muestra aquí.
setup-gone = Este canal ya no está.
setup-heard = Llegó el primer evento: funciona.
setup-contact = Ahora alguien a quien escribir; lo mejor, tú. Envíame tu número de WhatsApp, por ejemplo +34 612 345 678, o comparte una tarjeta de contacto.
setup-hello = ¿Le envío a { $name } ({ $phone }) un primer mensaje: “{ $text }”?
setup-hello-text = Hola de parte de Belfry. Funciona.
setup-still = (El canal nuevo todavía espera esto: { $about }.)
setup-still-name = (El canal nuevo todavía espera su nombre.)
setup-still-contact = (El canal nuevo todavía espera un primer número.)
setup-stopped = Parado; no se guardó nada. Escribe añade canal para empezar otra vez.
setup-stopped-kept = De acuerdo. El canal { $name } queda guardado. Escribe canales para verlo.
setup-done = Eso es todo. A partir de ahora escríbeme como a una persona:
setup-key-deleted = He borrado de este chat tu mensaje con la clave.
setup-key-not-deleted = No pude borrar tu mensaje con la clave. Por favor, bórralo tú: mantenlo pulsado y elige Eliminar, también para mí.
button-setup-begin = Conectar un canal
button-setup-stop = Parar
button-setup-later = Terminar más tarde
button-setup-back = Atrás
button-setup-test = Probar otra vez
button-setup-anyway = Seguir de todos modos
button-setup-offer = Usar { $what }
button-setup-offer-inside_container = Usarla de todos modos
button-setup-offer-public_http = Usarla de todos modos
button-setup-skip = Omitir
button-setup-name = Llamarlo { $name }
button-setup-set-webhook = Ponlo tú
button-setup-pasted = Ya lo he corregido
button-setup-skip-wait = Seguir sin esperar
button-setup-send = Enviar

### Avisos

cause-opted_out = { $many ->
    [one] escribió STOP
   *[other] escribieron STOP
 }
cause-blocked = { $many ->
    [one] está bloqueado aquí
   *[other] están bloqueados aquí
 }
cause-no_phone = { $many ->
    [one] no se conoce su número
   *[other] no se conocen sus números
 }
cause-too_late = ya era demasiado tarde
cause-answered = { $many ->
    [one] ya había respondido
   *[other] ya habían respondido
 }
cause-daily_limit = el canal ya había enviado todo lo que puede en un día
cause-too_many_people = va a más personas de las que el canal admite en un mensaje
cause-missed = Belfry no estaba en marcha entonces
cause-nobody = no había nadie a quien enviarlo
cause-restored = puede que saliera antes de restaurar Belfry desde una copia de seguridad
cause-left_out = { $many ->
    [one] ya no está entre quienes lo reciben
   *[other] ya no están entre quienes lo reciben
 }
cause-moved = se cambió de hora
cause-paused = estaba en pausa
cause-cancelled = se canceló
cause-no_such_number = { $many ->
    [one] el número no está en WhatsApp
   *[other] los números no están en WhatsApp
 }
cause-bad_number = el número no es válido
cause-bad_request = la pasarela de WhatsApp rechazó el mensaje
cause-unprocessable = la pasarela de WhatsApp rechazó el mensaje
cause-blocked_at_gateway = está bloqueado en la bandeja del equipo
cause-other_number_at_gateway = la bandeja del equipo tiene otro número suyo
cause-refused_by_whatsapp = WhatsApp lo rechazó
cause-new_contacts_paused = WhatsApp no deja ahora que este número escriba a personas nuevas
cause-provider_failed = WhatsApp no pudo entregarlo
cause-bad_key = no se acepta la clave del canal
cause-bad_url = la dirección del canal es incorrecta
cause-unknown_session = la pasarela no conoce la sesión del canal
cause-not_working = la sesión del canal no funciona
cause-not_found = la pasarela no responde en su dirección
cause-slow_down = la pasarela pide ir más despacio
cause-template_required = { $many ->
    [one] no había escrito en 24 horas, y entonces WhatsApp solo acepta una plantilla aprobada
   *[other] no habían escrito en 24 horas, y entonces WhatsApp solo acepta una plantilla aprobada
 }
cause-template_values = la plantilla tiene otros huecos que los rellenados
cause-template_unknown = la plantilla no está aprobada en ese idioma
cause-template_paused = WhatsApp ha puesto en pausa la plantilla
cause-template_held = WhatsApp no envía ahora esta plantilla
cause-template_refused = WhatsApp rechazó la plantilla
cause-not_reachable = WhatsApp no puede llegar a este número: puede que no esté en WhatsApp
cause-not_on_test_list = el número no está en la lista de este número de prueba
cause-blocked_by_us = nuestro número ha bloqueado a esta persona
cause-country_not_allowed = este número no puede escribir a personas de ese país
cause-engagement_limit = WhatsApp no le deja recibir más publicidad por ahora; prueba mañana
cause-experiment = WhatsApp lo aparta por un experimento suyo; no lo entregó
cause-pair_limit = demasiados mensajes a la misma persona en poco tiempo
cause-spam_limited = WhatsApp ha restringido este número porque hubo denuncias
cause-throughput = demasiados mensajes a la vez
cause-to_ourselves = es el número del propio canal
cause-media_failed = WhatsApp no pudo aceptar el archivo
cause-media_needs_public_url = esta pasarela recoge los archivos, y no llega a la dirección de Belfry
cause-cannot_send_this = esta pasarela no puede enviar ese tipo de mensaje
cause-no_caption_with_audio = un sonido no lleva texto en WhatsApp; envía las palabras aparte
cause-too_long = es más largo de lo que acepta WhatsApp
cause-caption_too_long = las palabras que van con un archivo tienen hasta 1024 caracteres en WhatsApp; envía aparte las más largas
cause-not_this_picture = WhatsApp acepta aquí imágenes JPEG o PNG, y esta es WebP
cause-refused_by_provider = la pasarela lo rechazó
cause-provider_error = la pasarela falló, y también al intentarlo otra vez
cause-provider_busy = WhatsApp estaba demasiado ocupado
cause-other = { $code }
cause-count = { $n } porque { $cause }
notice-failed = { $n ->
    [one] { $number } “{ $title }” para { $who } falló: { $causes }.
   *[other] Fallaron { $n } mensajes de { $number } “{ $title }”: { $causes }.
 }
notice-failed-do = Cuando la causa esté resuelta, toca el botón o escribe reintenta { $number } para enviar otra vez lo que falló.
notice-skipped = { $n ->
    [one] { $number } “{ $title }” para { $who } no se envió: { $causes }.
   *[other] No se enviaron { $n } mensajes de { $number } “{ $title }”: { $causes }.
 }
notice-skipped-do = Si aún debe salir, toca el botón o escribe reintenta { $number }.
notice-skipped-opted_out = { $many ->
    [one] Volverá a recibir mensajes cuando escriba START.
   *[other] Volverán a recibir mensajes cuando escriban START.
 }
notice-skipped-no_phone = Dame el número, por ejemplo: añade contacto { $first } +34 612 345 678. Después toca el botón o escribe reintenta { $number }.
notice-skipped-missed = Si aún debe salir, escribe envía { $number } ahora.
notice-skipped-too_many_people = Un propietario puede admitir más, con: canal { $channel } personas { $people }. Después toca el botón o escribe reintenta { $number }.
notice-unsure = No sé si { $number } “{ $title }” le llegó a { $who }: la respuesta al envío de { $when } no volvió nunca. Míralo en el teléfono, por favor.
notice-unsure-arrived = { $number } para { $who }: resuelto, llegó.
notice-unsure-again = { $number } para { $who }: resuelto, se envía de nuevo ahora.
notice-unsure-settled = { $number } para { $who }: se resolvió solo.
notice-alarm = { $number } “{ $title }” le llegó a { $who } aunque estaba anulado. Esto no debe pasar; avisa a quien se ocupa de Belfry, por favor.
notice-channel-down = El canal { $name } no funciona: { $reason }. Los mensajes que toquen lo esperan, hasta su límite de retraso.
notice-channel-risk = { $n ->
    [one] Por él sale un mensaje
   *[other] Por él salen { $n } mensajes
 } en las próximas tres horas, el primero { $when }.
notice-channel-limit = El canal { $name } ha enviado { $n } de los { $limit } mensajes que puede enviar hoy. Lo que pase de ahí espera, hasta su límite de retraso.
notice-channel-limit-do = Deja para mañana lo que pueda esperar, o envíalo por otro canal con “vía”.
notice-channel-held = El canal { $name } no puede enviar por un rato: { $reason }. { $until }
notice-channel-held-until = Lo intento de nuevo a las { $when }; lo que vence espera, hasta su límite de retraso.
notice-channel-held-do = Envía menos a la vez, o por otro canal con “vía”.
notice-new-contacts = WhatsApp no deja ahora que el canal { $name } escriba a personas nuevas. Hasta { $when } retengo lo que iría a quien nunca le escribió ni recibió nada de él, hasta su límite de retraso; los demás reciben lo suyo como siempre.
notice-new-contacts-do = Insistir lo empeora, así que tampoco escribas a personas nuevas desde ese teléfono, por favor. Lo que no pueda esperar puede salir por otro canal con “vía”.
notice-answers-only = WhatsApp deja ahora que el canal { $name } solo responda. Hasta { $when } retengo lo que iría a quien no le haya escrito en las últimas 24 horas, hasta su límite de retraso; los demás reciben lo suyo como siempre.
notice-news-restricted = Meta ha restringido la cuenta de { $names }: { $type }. Los mensajes siguen saliendo.
notice-news-restricted-do = El centro de ayuda para empresas de Meta (Business Support Home) dice por qué y admite pedir una revisión. Lo que no pueda esperar puede salir por otro canal con “vía”.
notice-news-until = Termina { $when }.
notice-news-violation = Meta dice que { $names } ha incumplido una norma de WhatsApp: { $type }. Los mensajes siguen saliendo; si se repite, Meta restringe la cuenta y al final la cierra.
notice-news-violation-do = Por favor, deja de hacer aquello de lo que se trata. Si es un error, pide una revisión en el Business Support Home de Meta.
notice-news-disabled_soon = Meta va a desactivar la cuenta de { $names } ({ $date ->
    [none] sin decir qué día
   *[other] { $date }
 }). Desde entonces no sale nada por ella.
notice-news-disabled_soon-do = Pide antes una revisión en el Business Support Home de Meta, y envía lo que no puede fallar por otro canal con “vía”.
notice-news-quality = Hay denuncias contra { $names }: WhatsApp valora ahora su calidad como baja y puede restringirlo. Los mensajes siguen saliendo.
notice-news-quality-do = Escribe unos días con menos frecuencia, solo a quien lo pidió, y sin publicidad.
notice-news-quality_back = WhatsApp ya no valora como baja la calidad de { $names }.
notice-news-limit = WhatsApp deja ahora que { $names } escriba a menos personas: { $limit } en 24 horas que no hayan escrito ellas. Lo que pase de ahí lo rechaza.
notice-news-lifted = WhatsApp ya no restringe { $names }. Lo que esperaba sale ahora.
notice-news-limit-do = Reparte en varios días lo que va a muchas personas. El límite vuelve a subir solo cuando la gente responde y no denuncia.
notice-template-paused = WhatsApp ha pausado la plantilla { $template } de { $names } porque hubo denuncias. No se envía hasta que WhatsApp lo levante.
notice-template-rejected = WhatsApp ha rechazado la plantilla { $template } de { $names }. No se envía.
notice-template-disabled = WhatsApp ha desactivado para siempre la plantilla { $template } de { $names }. Ya no se envía.
notice-template-missing = WhatsApp no conoce la plantilla { $template } de { $names } en este idioma, o no la ha aprobado.
notice-template-held = WhatsApp no envía por ahora la plantilla { $template } de { $names }.
notice-template-flagged = Hay denuncias contra la plantilla { $template } de { $names }. WhatsApp todavía la envía, y puede pausarla pronto.
notice-template-other = WhatsApp ya no envía la plantilla { $template } de { $names }: { $state }.
notice-template-needs = { $n ->
    [one] { $numbers } va con ella
   *[other] { $numbers } van con ella
 }{ $when ->
    [none] .
   *[other] , la próxima vez { $when }.
 }
notice-template-of-channel = El canal escribe con ella a quien no haya escrito en 24 horas: mientras tanto no reciben nada.
notice-template-do = Arréglala en el WhatsApp Manager, o cancela lo que va con ella y envíalo con otra plantilla.
notice-template-waits = Lo que va con ella espera mientras pueda llegar tarde, y sale solo en cuanto WhatsApp vuelva a enviar la plantilla.
notice-template-back = WhatsApp ha vuelto a aprobar la plantilla { $template } de { $names }.
health-answers_only = WhatsApp ahora solo le deja responder
health-no_tls = su dirección responde sin cifrado
health-unknown_host = no hay ninguna máquina con el nombre de su dirección
health-no_business_account = Meta no dice a qué cuenta de empresa pertenece el número; se puede indicar con: belfry channel set NOMBRE --set business_account=ID
notice-channel-down-scan = Abre su pasarela y escanea otra vez el código con el teléfono.
notice-channel-down-key = Comprueba su clave y su dirección con: belfry channel check { $name }
notice-channel-down-wait = Si vuelve solo no tienes que hacer nada; si no vuelve, mira el teléfono y la pasarela.
notice-preflight = El canal { $name } no funciona: { $reason }. { $n ->
    [one] Por él sale un mensaje
   *[other] Por él salen { $n } mensajes
 } en la próxima hora, el primero { $when }.
notice-held-went_back = He dejado de enviar: la base de datos ha vuelto a como estaba { $when } y no sabe nada de lo que salió después. Parece que se restauró una copia de seguridad.
notice-held-other_place = He dejado de enviar: esta base de datos no está donde estaba; se movió o es una copia. Su última señal de vida fue { $when }. Si la original sigue enviando, todo saldría dos veces.
notice-held-other_timeline = He dejado de enviar: el servidor de la base de datos ha vuelto a un momento anterior. La última señal de vida de la base fue { $when }, y puede que no sepa lo que salió después.
notice-held-living = He dejado de enviar: hay otro Belfry en marcha con una copia de esta base de datos, y envía los mismos mensajes. La última señal de vida de esta fue { $when }.
notice-held-risk = Lo que podría salir dos veces: { $overdue } que tocaban antes de ahora y { $ahead } que tocan en las próximas 24 horas.
notice-held-next = El próximo saldría { $when }.
notice-held-do = Comprueba que ningún otro Belfry envíe y después pulsa el botón (o que alguien ejecute: belfry hold --end). Lo que tocaba antes de pulsarlo no sale hasta que lo pidas; todo lo posterior sale según lo previsto.
notice-held-over = Se vuelve a enviar desde { $when }.
notice-outage-not-running = Belfry no estuvo en marcha desde { $since } hasta { $until }.
notice-outage-channel = El canal { $name } no funcionó desde { $since } hasta { $until }.
notice-outage-channel-still = El canal { $name } no funciona desde { $since }.
notice-outage-late = { $n ->
    [one] Un mensaje salió tarde.
   *[other] { $n } mensajes salieron tarde.
 }
notice-outage-skipped = { $n ->
    [one] Para uno ya era demasiado tarde y no se envió: { $what }.
   *[other] Para { $n } ya era demasiado tarde y no se enviaron: { $what }.
 }
notice-outage-more = { $n ->
    [one] Y los de un mensaje más.
   *[other] Y los de { $n } mensajes más.
 }
notice-outage-do = Lo que no se envió solo sale si tú lo dices.
notice-outage-left = Se queda sin enviar, como dijiste.
notice-outage-none-left = De lo que no se envió ya no queda nada por enviar.
notice-restored = Belfry se restauró desde una copia de seguridad: está como estaba { $when }. Los cambios, cancelaciones y STOP posteriores no están; repasa la lista, por favor.
notice-restored-held = { $n ->
    [one] Un envío tocaba desde entonces y puede que ya saliera, así que no se envió.
   *[other] { $n } envíos tocaban desde entonces y puede que ya salieran, así que no se enviaron.
 } Si no salió, escribe: { $retries }
notice-restored-retry = reintenta { $number }
notice-restored-more = { $n ->
    [one] Y un mensaje más, que aparece en la lista.
   *[other] Y { $n } mensajes más, que aparecen en la lista.
 }
notice-restored-unsure = { $n ->
    [one] Uno estaba en camino cuando se hizo la copia; pregunto por él aparte.
   *[other] { $n } estaban en camino cuando se hizo la copia; pregunto por cada uno aparte.
 }
notice-channel-back = El canal { $name } vuelve a funcionar.
notice-failover = El canal { $name } no funciona desde { $when }: { $reason }. Por eso { $n ->
    [one] un mensaje que pronto habría llegado tarde sale
   *[other] { $n } mensajes que pronto habrían llegado tarde salen
 } por { $other }, como permitió un propietario. Los siguientes vuelven a salir por { $name } cuando funcione.
health-starting = su sesión todavía está arrancando
health-scan_qr_code = el teléfono ha cerrado la sesión
health-passkey_required = el teléfono pide una llave de acceso
health-passkey_confirmation_required = el teléfono espera que se confirme su llave de acceso
health-new_contacts_capped = WhatsApp no deja que este número escriba a más personas nuevas este mes
health-new_contacts_warning = WhatsApp avisa de que este número escribe a muchas personas nuevas
health-stopped = su sesión está parada
health-failed = su sesión ha fallado
health-down = su pasarela no responde
health-halted = su pasarela nos rechaza
health-not_connected = no está conectado a WhatsApp
health-not_loaded = su instancia no está en marcha
health-license_required = su licencia no está activada
health-unknown_inbox = su bandeja no existe, o su clave no puede verla
health-bad_ids = el número de su cuenta o de su bandeja no es válido
health-bot_key = su clave es de un bot, y un bot no puede buscar contactos
health-not_allowed = su clave no puede usar esta cuenta
health-account_suspended = su cuenta está suspendida
health-api_not_enabled = su plan no incluye la API
health-reauthorize = su bandeja ha perdido el permiso en WhatsApp
health-bad_key = su clave no se acepta o ha caducado: dale una nueva
health-no_permission = a su clave le falta un permiso, o a su plan la API
health-unknown_number = su identificador de número no es uno que su clave pueda usar
health-unknown_vendor = su vendor uid no se conoce allí
health-not_set_up = su WhatsApp todavía no está configurado allí
health-not_registered = su número no está registrado en WhatsApp
health-name_not_approved = WhatsApp no ha aprobado el nombre que muestra
health-payment_problem = WhatsApp no pudo cobrarlo: mira su forma de pago
health-slow_down = su pasarela pide ir más despacio
health-http_429 = su pasarela pide ir más despacio
health-app_limit = la aplicación agotó sus llamadas a WhatsApp
health-account_limit = la cuenta agotó sus llamadas a WhatsApp
health-conversation_limit = demasiados mensajes a una persona en un minuto
health-registration_limit = su número se registró demasiadas veces
health-maintenance = WhatsApp está trabajando en su número
health-slow = su pasarela pide ir más despacio
health-account_restricted = WhatsApp ha restringido su cuenta
health-account_locked = WhatsApp ha bloqueado su cuenta
health-account_disabled = WhatsApp ha desactivado su cuenta
health-account_deleted = su cuenta ya no existe
health-rate_limited = WhatsApp no le deja enviar más por ahora
health-quality_low = hubo denuncias: WhatsApp valora su calidad como baja
health-not_well = su servicio dice que no está bien
health-other = { $reason }
advice-bad_key = Crea una clave nueva en la pasarela y dala con: belfry channel set { $name } --key -
advice-not_registered = Registra el número en el gestor de la propia pasarela, con su PIN.
advice-payment_problem = Abre los ajustes de facturación en WhatsApp y arregla la forma de pago.
advice-spam_limited = Escribe menos, y solo a quien lo pidió; cada intento lo empeora. WhatsApp lo levanta por sí solo en horas o días.
advice-unknown_number = Compara el identificador del número con la página API Setup, y mira que el usuario de la clave pueda usarlo.
advice-unknown_vendor = Compara el vendor uid con la página API access de tu cuenta allí.
advice-not_set_up = Termina la configuración de la Cloud API en tu cuenta allí.
advice-quality_low = Escribe con menos frecuencia, y solo a quien lo pidió: WhatsApp lo levanta solo.
advice-not_connected = Abre la pasarela y mira si su teléfono sigue vinculado; si no, escanea el código otra vez.
advice-not_loaded = Abre la pasarela, arranca la instancia y mira si su teléfono sigue vinculado.
advice-license_required = Activa la licencia en el gestor de la propia pasarela.
advice-unknown_inbox = Compara el número de la bandeja con la dirección de su página de ajustes, y añade a la bandeja el usuario de la clave.
advice-bad_ids = Los dos son números enteros y están en las direcciones de la propia pasarela: accounts/4 e inboxes/7.
advice-bot_key = Da en su lugar el token de acceso de un usuario, mejor uno propio: Ajustes del perfil, Token de acceso.
advice-not_allowed = Compara el número de la cuenta, y da al usuario del token un rol en esa cuenta.
advice-account_suspended = Quien lleva la pasarela puede decir por qué.
advice-api_not_enabled = Contrata un plan con API, o instala tú la pasarela.
advice-reauthorize = Abre los ajustes de la bandeja en la pasarela y conéctala otra vez a WhatsApp.
notice-answer = { $who } escribe:
notice-answer-part = Parte { $part } de { $n } ({ $length } caracteres).
notice-answer-do = Responde a esta burbuja para contestar por el mismo canal.
notice-opted_out = { $who } escribió STOP. No recibirá nada más hasta que escriba START.
notice-opted_in = { $who } escribió START y vuelve a recibir mensajes.
notice-reminder = Recordatorio: { $text }
no-text-kind = (sin texto: { $kind })

### Resumen

digest-head = { $workspace }, semana del { $first } al { $last }
digest-quiet = No tocaba ningún mensaje.
digest-due = { $due ->
    [one] Tocaba 1 mensaje
   *[other] Tocaban { $due } mensajes
 }: enviados { $sent }, entregados { $delivered }, leídos { $read }.
digest-trouble = Fallidos { $failed }, sin confirmar { $unsure }, no enviados { $skipped }.
digest-no-trouble = Ninguno falló, ninguno quedó sin confirmar, ninguno quedó fuera.
digest-causes = Por qué: { $causes }.
digest-lateness = Retraso: { $median } lo habitual, { $worst } el peor.
digest-doubles-none = Enviados dos veces: ninguno. Cada mensaje tiene su propio identificador, y nunca se aceptó un segundo para el mismo.
digest-doubles-unsure = Enviados dos veces: ninguno que se sepa. Cada mensaje tiene su propio identificador; de { $unsure } todavía no sé si llegaron.
digest-doubles = Enviados dos veces: { $n }. Esto no debe pasar; avisa a quien se ocupa de Belfry, por favor.
digest-coverage = Llegó confirmación del { $percent } % de lo enviado.
digest-needs-head = Te necesita:
digest-need-unsure = { $number } para { $name }: mira en el teléfono si llegó.
digest-need-failed = { $number } para { $name } falló: reintenta { $number }
digest-need-channel_down = El canal { $name } no funciona.
digest-need-no_phone = { $name } no tiene número: añade contacto { $name } +34 612 345 678
digest-need-more = … y { $n } más.
digest-needs-none = Nada requiere tu atención.
digest-opt-outs = { $n ->
    [0] Nadie escribió STOP.
    [one] Una persona escribió STOP.
   *[other] { $n } personas escribieron STOP.
 }
digest-answers = { $n ->
    [one] Llegó una respuesta.
   *[other] Llegaron { $n } respuestas.
 }
digest-next-head = La semana que viene:
digest-next-none = La semana que viene no hay nada programado.
digest-next-line = { $day }: { $n }

### Calendario

calendar-total = { $copies ->
    [0] Este mes no sale nada.
    [one] Este mes sale un mensaje.
   *[other] Este mes salen { $copies } mensajes, en { $days ->
        [one] un día
       *[other] { $days } días
    }.
 }
calendar-today = Hoy es { $day }.
calendar-day = { $day }: { $n }
calendar-trouble = Problemas: { $days }.
calendar-trouble-day = { $day } ({ $n })
calendar-tap = Toca un día para ver sus mensajes.
calendar-day-empty = No sale nada.
calendar-line = { $number } · { $times } · { $who } · { $text }
calendar-line-state = { $number } · { $times } · { $who } · { $text } · { $progress }
calendar-line-people = { $n } personas
calendar-day-rest = … y { $n } más.
calendar-day-missed = { $n ->
    [one] Una vez pasó sin enviarse.
   *[other] { $n } veces pasaron sin enviarse.
 }

### Lo que va escrito en las imágenes: una o dos palabras

picture-sent = Enviados
picture-delivered = Entregados
picture-read = Leídos
picture-failed = Fallidos
picture-unsure = Sin confirmar
picture-skipped = No enviados
picture-next-week = La semana que viene
picture-nothing-due = No tocaba nada
picture-nothing-next = Nada programado
picture-per-day = mensajes al día
picture-trouble = problemas

### Partes pequeñas

all-but = { $who } excepto { $others }
shift-later = { $length } más tarde
shift-earlier = { $length } antes

### Límites: lo que puede un mensaje o un canal

ask-too_many_people = Son más personas de las que el canal admite en un mensaje. Un propietario puede admitir más; luego inténtalo de nuevo.
ask-beyond_tier = Son más personas de las que WhatsApp deja a este canal. Envíalo a menos.
limit-people = Esto va a { $n } personas, más de las { $most } que { $channel } admite en un mensaje: a los números que escriben a muchos a la vez los bloquean.
limit-people-owner = Puedes admitir { $n } desde ahora, con el botón o con: { $example }
limit-people-ask = Un propietario puede admitir más, con: { $example } – luego inténtalo de nuevo.
limit-tier = Esto va a { $n } personas. WhatsApp deja que { $channel } escriba a { $most } en 24 horas. Envíalo a menos, o por partes en varios días.
option-try-again = Intentar de nuevo
button-allow-people = Admitir { $n } y enviar
example-channel-people = canal { $channel } personas { $n }
error-too_many_people = Esto va a { $people } personas, más de las { $most } que { $channel } admite en un mensaje. Un propietario puede admitir más, con: canal { $channel } personas { $people }
error-beyond_tier = Esto va a { $people } personas. WhatsApp deja que { $channel } escriba a { $most } en 24 horas. Envíalo a menos, o por partes en varios días.
error-bad_limit = «{ $limit }» no es un límite. Escribe un número, o ninguno.
channel-word = canal
channel-pace-words = ritmo
channel-people-words = personas | destinatarios
channel-daily-words = diario | límite | límite diario
channel-new-words = nuevos | personas nuevas | nuevas
channel-warm-up-words = calentamiento
channel-guard-pace = ritmo { $pace }
channel-guard-people = como mucho { $n } personas por mensaje
channel-guard-new = como mucho { $n } personas nuevas al día
channel-guard-warm-up = en calentamiento: { $steps } mensajes al día, desde hoy
channel-changed = { $name } ha cambiado.
ask-quiet_hours = Eso cae en horas de silencio. ¿Qué hago?
ask-beyond = No caben todos. ¿Qué hago?
why-quiet_hours = horas de silencio
why-daily_limit = el límite diario del canal
why-new_limit = el límite de personas nuevas al día
why-person_limit = ya reciben bastantes mensajes ese día
why-past_end = después de su final
waits-all = Sale { $when } ({ $why }).
waits-some = { $n } de { $people } lo reciben { $when } ({ $why }).
left-out = { $n ->
    [one] 1 persona se queda fuera
   *[other] { $n } personas se quedan fuera
  }: { $why }.
would-be-left-out = { $n ->
    [one] Esa persona se quedaría fuera.
   *[other] Esas { $n } se quedarían fuera.
  }
waiting-until = { $n ->
    [one] 1 espera
   *[other] { $n } esperan
  }: { $when }.
quiet-anyway = Sale a su hora, también en horas de silencio.
span = { $first } – { $last }
limit-quiet = Las horas de silencio son { $hours }. Saldría en ellas: { $when }.
limit-quiet-some = Las horas de silencio son { $hours }. { $n } de { $people } lo recibirían en ellas ({ $when }).
limit-daily_limit = { $channel } envía como mucho { $limit } al día. { $n } de { $people } no caben el { $day }.
limit-new_limit = { $channel } escribe como mucho a { $limit } personas nuevas al día. { $n } de { $people } no caben el { $day }.
limit-person_limit = Nadie recibe más de { $limit } al día. { $n } de { $people } ya los tienen el { $day }.
limit-past_end = Al ritmo de este canal, { $n } de { $people } lo recibirían después de su final.
option-wait = { $when }
option-wait-quiet = Cuando terminen: { $when }
option-wait-rest = Los otros { $n }: { $when }
option-anyway = A su hora de todos modos
option-part = Solo los { $n } que caben
option-leave-out = Dejar fuera esas horas
choice-wait-words = esperar | más tarde | después | cuando terminen | al día siguiente | el día siguiente
choice-anyway-words = de todos modos | igualmente | a su hora | envíalo igual | aun así
choice-part-words = solo esos | solo los otros | dejar fuera | los que caben
confirm-now-quiet = { $n ->
    [one] Las horas de silencio son { $hours }. ¿Lo envío ahora de todos modos?
   *[other] Las horas de silencio son { $hours }. ¿Lo envío ahora a { $n } personas de todos modos?
  }
cause-new_limit = el canal ya había escrito a todas las personas nuevas que puede en un día
cause-person_limit = { $many ->
    [one] ya tenía bastantes mensajes para un día
   *[other] ya tenían bastantes mensajes para un día
 }
cause-quiet_hours = caía en horas de silencio
cause-past_end = habría salido después de su final
quiet-words = horas de silencio | horario de silencio | silencio
quiet-none-words = sin horas de silencio | sin horario de silencio | sin silencio | quita las horas de silencio | quita el horario de silencio
house-quiet-words = silencio | horas de silencio
house-person_limit-words = límite por persona | límite
house-quiet = Horas de silencio { $hours }: entonces no se escribe a nadie, según su propio reloj si se conoce.
house-person-limit = { $n ->
    [one] Nadie recibe más de 1 mensaje al día, aparte de recordatorios y respuestas.
   *[other] Nadie recibe más de { $n } mensajes al día, aparte de recordatorios y respuestas.
 }
house-quiet-waits = { $n ->
    [one] { $numbers } cae en ellas y ahora espera a que terminen.
   *[other] { $numbers } caen en ellas y ahora esperan a que terminen.
  }
example-house-quiet = horas de silencio 21:00 a 8:00
example-house-person_limit = espacio límite por persona 3
error-bad_quiet = Eso no son horas de silencio. Escríbelas así: horas de silencio 21:00 a 8:00, o: sin horas de silencio

### What a channel's kind asks for, and where its webhook is entered

field-waha-url = la dirección del servidor WAHA, por ejemplo http://127.0.0.1:3000
field-waha-key = la clave de API de WAHA (X-Api-Key); basta una que solo pueda leer y enviar en esta sesión
field-waha-session = el nombre de la sesión de WAHA
field-cloud-key = el token de acceso de un usuario del sistema que pueda usar whatsapp_business_messaging
field-cloud-session = el id del número de teléfono, en la página de la app WhatsApp > API Setup
field-cloud-app_secret = el secreto de la app, en App settings > Basic: firma lo que Meta nos envía
field-cloud-url = la dirección de la Graph API
field-cloud-version = la versión de la Graph API
field-template = una plantilla aprobada con un solo hueco, para quien no ha escrito en 24 horas
field-template_language = el código de idioma de esa plantilla
field-chatwoot-url = la dirección de Chatwoot, por ejemplo https://app.chatwoot.com
field-chatwoot-key = el token de acceso de un usuario propio, añadido a la bandeja (el de un bot no puede buscar contactos)
field-chatwoot-account = el número de la cuenta: el 4 en la dirección de Chatwoot, .../app/accounts/4
field-chatwoot-session = el número de la bandeja de WhatsApp: el 7 en su dirección, .../settings/inboxes/7
field-chatwoot-signing_secret = el secreto que Chatwoot muestra para el webhook; con él, solo se aceptan llamadas firmadas por Chatwoot
field-chatwoot-window = 24h si la bandeja está en la API oficial de WhatsApp
field-evolution-url = la dirección de Evolution API, por ejemplo http://127.0.0.1:8080
field-evolution-key = la clave de la instancia (apikey); la global también sirve, y puede más de lo necesario
field-evolution-session = el nombre de la instancia
field-bizchat-vendor_uid = el vendor uid, en la página API access de tu cuenta de BizChat
field-bizchat-key = el token de acceso de la misma página
field-bizchat-url = la dirección de la API, hasta /api incluido
field-bizchat-session = el from_phone_number_id; * para el número predeterminado de allí
field-bizchat-token_in = dónde va el token
field-bizchat-webhook_header = la cabecera en la que tu BizChat envía el secreto del webhook, si puede
field-http-url = la dirección a la que se envía cada mensaje
field-http-key = la clave de tu servicio, si pide una
field-http-key_header = la cabecera en la que va la clave
field-http-body = el JSON que se envía, con los huecos to, text, token, sender, reply_to, media_url y media_base64 entre llaves
field-http-id_path = dónde trae la respuesta el id del mensaje, como JSONPath
field-http-look_up_path = la ruta que dice hasta dónde llegó un mensaje, con id o token entre llaves
field-http-check_path = la ruta que responde 2xx mientras tu servicio está bien
field-http-session = el nombre del remitente en tu servicio; * si solo tiene uno
webhook-steps-waha = En el panel de WAHA abre la sesión, añade un webhook con esta dirección, pon el secreto en su clave HMAC y elige los eventos message.any, message.ack y session.status.
webhook-steps-cloud = En la app de Meta abre WhatsApp, Configuration, pulsa Edit junto a Webhook, pega la dirección como callback URL y el secreto como verify token; después suscríbete al campo messages.
webhook-steps-chatwoot = En Chatwoot abre Settings, Integrations, Webhooks y añade uno con esta dirección, seguida de ?token= y el secreto, y los eventos message_created y message_updated.
webhook-steps-evolution = En el gestor de Evolution abre la instancia, Events, Webhook: esta dirección, la cabecera authorization con Bearer y el secreto, y los eventos MESSAGES_UPSERT, MESSAGES_UPDATE, SEND_MESSAGE, CONNECTION_UPDATE y QRCODE_UPDATED. Si no se puede poner una cabecera, añade ?token= y el secreto a la dirección.
webhook-steps-bizchat = En la página API access de BizChat activa el webhook, pega la dirección y pulsa Verify Webhook; el secreto va en la cabecera que indicaste, si indicaste una.
webhook-steps-http = Haz que tu servicio envíe sus recibos y respuestas a esta dirección, como dice el README de las pasarelas.
