# O que o bot diz, em português, lido no Brasil e em Portugal. Só palavras: o código põe a formatação em volta dos valores.
# Imperativo na terceira pessoa, sem pronome; termos sempre iguais: mensagem, contato, grupo, etiqueta, canal, gateway, equipe, espaço.

### Listas, números, durações

list-and = { $names } e { $last }
list-more = { $names } e mais { $more }
cut = { $text }… ({ $length } caracteres)
length-instant = menos de um segundo
length-seconds = { $n } s
length-minutes = { $n } min
length-hours = { $n } h
length-days = { $n ->
    [1] { $n } dia
   *[other] { $n } dias
 }
people = { $n ->
    [1] { $n } pessoa
   *[other] { $n } pessoas
 }
me = mim
for-me = para você
everyone = todos
group-name = o grupo { $name }
tag-name = todos com a etiqueta { $name }
to-name = { $name }
to-group = o grupo { $name }
to-tag = todos com a etiqueta { $name }

### Horas e datas. Os padrões são os do CLDR (babel.pocoo.org)

pattern-date = EEEE, d 'de' MMMM 'de' y
pattern-weekday-day = EEE d
pattern-short-date = EEE d MMM
pattern-short-date-year = EEE d MMM y
pattern-except = d 'de' MMMM 'de' y
day-at = { $day }, { $hour ->
    [1] à
   *[other] às
 } { $time }
short-day-at = { $day } { $time }
on-when = { $weekday ->
    [5] no
    [6] no
   *[other] na
 } { $when }
one-day = { $day }
in-zone = { $when }, hora de { $zone }
starting = { $when }, a partir de { $day }
with-until = { $when }, até { $day }
with-except = { $when }, exceto { $days }
rule-at = { $rule } { $hour ->
    [1] à
   *[other] às
 } { $times }
rule-count = { $rule }, { $count ->
    [1] { $count } vez
   *[other] { $count } vezes
 }
rule-daily = { $every ->
    [1] todos os dias
   *[other] a cada { $every } dias
 }
rule-hourly = { $every ->
    [1] a cada hora
   *[other] a cada { $every } horas
 }
rule-minutely = { $every ->
    [1] a cada minuto
   *[other] a cada { $every } minutos
 }
rule-weekdays = todos os dias úteis
rule-weekly = { $every ->
    [1] { $days }
   *[other] a cada { $every } semanas { $days }
 }
weekly-day = { $day ->
    [0] às segundas-feiras
    [1] às terças-feiras
    [2] às quartas-feiras
    [3] às quintas-feiras
    [4] às sextas-feiras
    [5] aos sábados
    [6] aos domingos
   *[other] { $weekday }
 }
rule-monthly = { $every ->
    [1] { $days } de cada mês
   *[other] { $days } a cada { $every } meses
 }
rule-yearly = { $every ->
    [1] todos os anos em { $day } de { $month }
   *[other] a cada { $every } anos em { $day } de { $month }
 }
rule-weekly-bare = { $every ->
    [1] todas as semanas
   *[other] a cada { $every } semanas
 }
rule-monthly-bare = { $every ->
    [1] todos os meses
   *[other] a cada { $every } meses
 }
rule-yearly-bare = { $every ->
    [1] todos os anos
   *[other] a cada { $every } anos
 }
rule-yearly-days = { $every ->
    [1] todos os anos { $days } de { $month }
   *[other] a cada { $every } anos { $days } de { $month }
 }
rule-year-days = { $days } de cada ano
rule-months = { $rule } exceto em { $months }
rule-other = pela regra { $rule }
last-day = no último dia
day-of-month = no dia { $day }
nth = { $day ->
    [5] no { $n ->
        [1] primeiro
        [2] segundo
        [3] terceiro
        [4] quarto
        [5] quinto
        [-5] quinto
        [-4] quarto
        [-3] antepenúltimo
        [-2] penúltimo
        [-1] último
       *[other] { $n }º
    }
    [6] no { $n ->
        [1] primeiro
        [2] segundo
        [3] terceiro
        [4] quarto
        [5] quinto
        [-5] quinto
        [-4] quarto
        [-3] antepenúltimo
        [-2] penúltimo
        [-1] último
       *[other] { $n }º
    }
   *[other] na { $n ->
        [1] 1ª
        [2] 2ª
        [3] 3ª
        [4] 4ª
        [5] 5ª
        [-5] 5ª
        [-4] 4ª
        [-3] antepenúltima
        [-2] penúltima
        [-1] última
       *[other] { $n }ª
    }
 } { $noun }{ $n ->
    [-5] {" "}a contar do fim
    [-4] {" "}a contar do fim
   *[other] {""}
 }
noun-weekday = { $weekday }
noun-day = dia
noun-work = dia útil
noun-weekend = dia de fim de semana
day-or-last = { $first } ou senão no último dia

### Uma mensagem, como a sua bolha a mostra

head-scheduled = Agendada: { $number } para { $who }
head-reminder = Lembrete { $number } para você
head-now = Enviando { $number } para { $who }
head-moved = Nova hora: { $number } para { $who }
head-edited = Alterada: { $number } para { $who }
head-paused = Em pausa: { $number } para { $who }
head-resumed = Retomada: { $number } para { $who }
head-skipped = Pulada a próxima de { $number } para { $who }
head-skipped-days = Puladas algumas de { $number } para { $who }
head-cancelled = Cancelada: { $number } para { $who }
head-undone = Desfeito: { $number } para { $who }
head-shown = { $number } para { $who }
head-people = { $head } ({ $n ->
    [1] { $n } pessoa
   *[other] { $n } pessoas
 })
was-when = Era para { $when }
leaves-in = Sai às { $time }, daqui a { $n ->
    [1] um segundo
    [10] dez segundos
   *[other] { $n } segundos
}.
here-it-is = Aqui isso é { $when }.
next-times = Próximas: { $times }
next-time = Próxima: { $time }
spread = No ritmo deste canal, saem das { $first } às { $last }.
state-paused = Em pausa: nada sai até ser retomada.
state-paused-until = Em pausa até { $day }: antes disso nada sai.
state-paused-past = Em pausa, e a hora dela já passou. Dê outra, por exemplo: mude { $number } para sexta às 9:00
state-cancelled = Cancelada: mais nada sai.
state-over = Já saiu; não há mais nada por enviar.
placeholder-name = nome
fills-name = { $n ->
    [1] { $name } passa a ser o nome: { $who }.
   *[other] { $name } passa a ser o nome de cada pessoa.
}
fills-nothing-else = { $n ->
    [1] { $names } sai tal como está escrito: só { $name } é preenchido.
   *[other] { $names } saem tal como estão escritos: só { $name } é preenchido.
}
missing-phone = { $n ->
    [1] { $names } ainda não tem número. Escreva assim: adicione contato { $first } +55 11 91234 5678
   *[other] { $names } ainda não têm número. Escreva assim: adicione contato { $first } +55 11 91234 5678
 }
blocked-people = { $n ->
    [1] { $names } escreveu STOP e não recebe nada até escrever START.
   *[other] { $names } escreveram STOP e não recebem nada até escreverem START.
 }
barred-people = { $n ->
    [one] { $names } está na sua lista de bloqueios e não recebe nada até você desbloquear.
   *[other] { $names } estão na sua lista de bloqueios e não recebem nada até você desbloquear.
 }
template-people = { $n ->
    [1] um deles
   *[other] { $n } deles
 }
goes-as-template = { $n ->
    [1] { $names } não terá escrito nas 24 horas anteriores: vai no modelo { $template }, numa só linha.
   *[other] { $names } não terão escrito nas 24 horas anteriores: para eles vai no modelo { $template }, numa só linha.
 }
needs-template = { $n ->
    [1] { $names } não terá escrito nas 24 horas anteriores, e então o WhatsApp só aceita modelos aprovados: não sairá se não escrever antes. Para indicar um: belfry channel set { $channel } --set template=NOME
   *[other] { $names } não terão escrito nas 24 horas anteriores, e então o WhatsApp só aceita modelos aprovados: para eles não sairá se não escreverem antes. Para indicar um: belfry channel set { $channel } --set template=NOME
 }
late-reminder = É um lembrete: se não puder sair até 15 minutos depois da hora, é pulado e eu aviso.
late-at-most = Sai no máximo com { $length } de atraso; senão não é enviada e aviso.
late-even_if_late = Sai mesmo que atrasada, dentro de um dia.
late-only_if_on_time = Sai só se for na hora, ao minuto; senão é pulada e eu aviso.
answered-if_not = Só sai se a pessoa não tiver escrito desde que foi agendada, ou desde a última vez que saiu; senão é pulada e eu aviso.
answered-until = Continua até a pessoa responder; então termina para ela.
channel-waits = O canal { $channel } não está funcionando agora. O que for para sair espera por ele, até ao limite de atraso.
in-workspace = Em { $workspace }.
also-staff-of = Você faz parte da equipe de { $n } espaços. Aqui trabalho em { $workspace }; os outros são { $others }.

tick-waiting = 🕘 À espera
tick-sending = 🕘 Saindo agora
tick-sent = ✓ Enviada
tick-delivered = ✓✓ Entregue
tick-read = ✓✓ Lida
tick-failed = ✗ Falhou
tick-unsure = ? Não se sabe se chegou
tick-skipped = – Não enviada
tick-cancelled = – Anulada
count-waiting = { $n } aguardando
count-sent = { $n ->
    [1] { $n } enviada ✓
   *[other] { $n } enviadas ✓
 }
count-delivered = { $n ->
    [1] { $n } entregue ✓✓
   *[other] { $n } entregues ✓✓
 }
count-read = { $n ->
    [1] { $n } lida
   *[other] { $n } lidas
 }
count-failed = { $n ->
    [1] { $n } falhou ✗
   *[other] { $n } falharam ✗
 }
count-unsure = { $n } sem confirmação ?
count-skipped = { $n ->
    [1] { $n } não enviada
   *[other] { $n } não enviadas
 }
count-cancelled = { $n ->
    [1] { $n } anulada
   *[other] { $n } anuladas
 }
progress-last = Da última vez, { $when }: { $progress }
by-stand-in = { $n ->
    [one] Uma sai por { $channel }, porque o canal dela não funciona.
   *[other] { $n } saem por { $channel }, porque o canal delas não funciona.
 }

assumed-am = Entendi a hora como da manhã.
assumed-pm = Entendi a hora como da tarde.
assumed-noon = Entendi 12 como meio-dia.
assumed-day-first = Li a data com o dia primeiro e depois o mês.
assumed-month-first = Li a data com o mês primeiro e depois o dia.
assumed-year-first = Li a data com o ano primeiro.
assumed-hours = Entendi a hora pelo horário de funcionamento.
assumed-other = Supus: { $what }.
instead = Ou { $what }?

button-undo = Desfazer
button-stop = Parar
button-pause = Pausar
button-resume = Retomar
button-cancel = Cancelar
button-skip = Pular a próxima
button-show = { $number }
button-yes = Sim
button-no = Não
button-never-mind = Deixa pra lá
button-retry = Enviar de novo
button-go-on = Continuar a enviar
button-send-rest = { $n ->
    [1] Enviar agora
   *[other] Enviar as { $n } agora
 }
button-leave-rest = { $n ->
    [1] Deixar assim
   *[other] Deixar assim
 }
button-arrived = Chegou
button-not-arrived = Não chegou: enviar de novo
button-more = Mais
button-part-before = ‹ Antes
button-part-after = Continuar ›
button-calendar = Calendário
button-this-month = Este mês
button-month-before = ‹ { $month }
button-month-after = { $month } ›
tap-done = Já está feito.
tap-sends = { $n ->
    [1] Uma está a ser enviada.
   *[other] { $n } estão a ser enviadas.
 }
tap-late = Tarde demais: já saiu.
tap-changed = Mudou nesse meio-tempo. Veja de novo.
tap-gone = Este botão é antigo demais. Escreva o que deseja.
tap-ok = Feito.

### Confirmar

confirm = Envio isto para { $n ->
    [1] { $n } pessoa
   *[other] { $n } pessoas
 }?
confirm-now = Envio isto para { $n ->
    [1] { $n } pessoa
   *[other] { $n } pessoas
 } agora?
confirm-edit = { $gone ->
    [one] 1 pessoa tem
   *[other] { $gone } pessoas têm
 } o texto antigo. Altero para { $n ->
    [one] a outra
   *[other] as outras { $n }
 }?
confirm-dropped = Descartado: nada foi agendado.
question-dropped = Descartado: nada foi feito.
question-replaced = (A pergunta anterior fica descartada.)
question-undone = Para o que foi feito antes, escreva outra vez: { $example }
nothing-open = Não há nenhuma pergunta em aberto.
yes-words = sim | s | claro | ok | okay | pode ser | pode | isso | isso mesmo | confirmo | confirmar | certo | está bem | tá bom | vamos | sim por favor | sim, por favor
no-words = não | nao | deixa | deixa pra lá | deixa estar | deixe estar | esquece | esqueça | agora não | melhor não | não obrigado | não, obrigado | não obrigada | não, obrigada | cancelar | parar

### Leituras, ditas em voz alta. O que dizem do quando lê-se como as mesmas horas

read-schedule = Envio “{ $text }” para { $to } { $when }.
read-now = Envio “{ $text }” para { $to } agora.
read-remind = Faço o lembrete { $when }: “{ $text }”
read-send-again = Envio { $numbers } agora.
read-cancel = Cancelo { $numbers }.
read-move = Mudo { $numbers } para { $when }.
read-move-rule = Mudo { $numbers }: { $when }.
read-move-one = Mudo só a próxima de { $numbers } para { $when }.
read-shift = Mudo { $numbers } para { $shift }.
read-edit = Altero { $numbers }: { $what }.
read-pause = Pauso { $numbers }.
read-pause-until = Pauso { $numbers } até { $day }.
read-resume = Retomo { $numbers }.
read-skip = Pulo a próxima de { $numbers }.
read-skip-days = Pulo { $days } de { $numbers }.
read-retry = Envio de novo o que falhou de { $numbers }.
read-undo = Desfaço a última alteração.
list-for = { " " }para { $who }
read-list = Mostro o que sai{ $who }.
read-list-day = Mostro o que sai{ $who }: { $day }.
read-list-range = Mostro o que sai{ $who } de { $first } a { $last }.
read-show = Mostro { $numbers }.
read-history = Mostro o que foi enviado para { $to }.
read-status = Mostro até onde chegou.
read-add-contact = Adiciono o contato { $name }.
read-add-contact-phone = Adiciono o contato { $name } com o número { $phone }.
read-tag = Ponho a etiqueta { $tags } em { $to }.
read-untag = Tiro a etiqueta { $tags } de { $who }.
read-join_group = Coloco { $who } no grupo { $group }.
read-leave_group = Tiro { $who } do grupo { $group }.
read-new_group = Crio o grupo { $group }.
read-remove_group = Apago o grupo { $group }; as pessoas continuam nos contatos.
read-groups = Os grupos:
read-members = Quem está em { $group }:
read-rename = Mudo o nome de { $who } para { $name }.
read-block = Bloqueio { $who }: nada mais lhe chega.
read-remove_contact = Removo { $who } dos contatos.
read-unblock = Desbloqueio { $who }.
read-contacts = Mostro os contatos.
read-digest = Mostro o resumo desta semana.
read-calendar = Mostro o calendário de { $month }.
read-calendar-now = Mostro o calendário deste mês.
read-help = Digo o que sei fazer.
read-other = Entendi: { $intent }.
edit-text = o texto passa a ser “{ $text }”
edit-rule = repete-se { $rule }
edit-starts = começa { $when }
edit-until = termina { $day }
edit-late-at-most = sai no máximo com { $length } de atraso
edit-late-even_if_late = sai mesmo com atraso
edit-late-only_if_on_time = só sai se for na hora
edit-add = { $who } também recebe
edit-remove = { $who } deixa de receber
so-far = Até agora tenho: { $what }.
so-far-move = mudar { $numbers } para { $when }
so-far-move-shift = mudar { $numbers } para { $shift }
so-far-text = “{ $text }”
so-far-to = para { $who }
so-far-when = { $when }
so-far-rule = { $rule }
so-far-number = para { $numbers }

### Perguntas

ask-missing-time = Quando deve sair?
ask-missing-time-move = Para quando mudo { $numbers }?
ask-missing-day = Em que dia?
ask-missing-message = O que deve dizer?
ask-missing-recipient = Para quem?
ask-missing-target = Qual mensagem? Diga o número dela, por exemplo #12.
ask-missing-contact = Quem? Por exemplo: adicione contato Bruno +55 11 91234 5678
ask-missing-phone = Qual é o número? Escreva tudo de uma vez, por exemplo: adicione contato Bruno +55 11 91234 5678
ask-missing-phone-of = Qual é o número de { $name }? Escreva: adicione contato { $name } +55 11 91234 5678, ou compartilhe o cartão de contato.
ask-missing-tag = Qual etiqueta?
ask-missing-rule = De quanto em quanto tempo se repete? Por exemplo: todas as segundas às 18:00
ask-missing-other = Falta isto: { $what }. Pode dizer?
ask-past = Essa hora já passou. Quando deve sair então?
ask-ambiguous_recipient = Quem é?
ask-unknown_recipient = Não conheço { $unknown }. Quem é? Se for alguém novo: adicione contato { $first } +55 11 91234 5678
ask-unknown_recipient-offers = Não conheço { $unknown }. É alguma destas pessoas? Se for alguém novo: adicione contato { $first } +55 11 91234 5678
ask-unknown_group-offers = Ainda não há nenhum grupo { $unknown }. O que você quer?
ask-unknown_group = Não há nenhum grupo { $unknown }. Escreva grupos para ver os que existem.
ask-time_in_message = A hora faz parte do texto, ou é quando a mensagem sai?
ask-invalid_time = Essa hora não existe. Que hora quer dizer?
ask-invalid_date = Essa data não existe. Que dia quer dizer?
ask-short_months = Alguns meses não têm esse dia. O que faço?
ask-same_weekday = É hoje, ou daqui a uma semana?
ask-next_weekday = Que dia quer dizer?
ask-high_frequency = Isso é { $rule }. É isso mesmo?
ask-date_order = Que data quer dizer?
ask-am_pm = De manhã ou à tarde?
ask-multiple_commands = São várias coisas de uma vez. Escreva uma de cada vez, por favor.
ask-multiple_times = Foi dita mais de uma hora. Qual é a certa?
ask-ambiguous_target = Qual mensagem?
ask-confirm_all = { $n ->
    [1] É uma mensagem: { $numbers }. Faço?
   *[other] São { $n } mensagens: { $numbers }. Faço?
 }
ask-confirm_all-days = De uma série só fica de fora { $days }; depois ela continua.
ask-all_contacts = Isso vai para todos os contatos. Faço?
ask-scope = Só a próxima, ou esta e todas as seguintes?
ask-answered_now = Isso olha as respostas a partir de agora: precisa de uma hora mais tarde e de alguém que possa responder. Quando sai e para quem?
ask-scope-day = Só nesse dia, ou a série toda?
ask-biweekly = É de duas em duas semanas, ou duas vezes por semana?
ask-nth_or_interval = É uma vez por mês, ou de tantas em tantas semanas?
ask-weekend = Sábado, domingo ou os dois?
ask-vague_time = A que horas, exatamente?
ask-no_clock = A que horas?
ask-weekday_mismatch = O dia da semana e a data não batem certo. Que dia quer dizer?
ask-not_understood = Não entendi { $unknown }. Escreva assim, por exemplo:
ask-not_understood-of = Não entendi { $unknown }. O que posso fazer com { $numbers }: mostrar, mover, alterar, pausar, saltar uma vez, cancelar. Escreva assim, por exemplo:
ask-unknown_zone = Não conheço esse fuso horário. Diga uma cidade, por exemplo: hora de Lisboa.
ask-unknown_id = Essa mensagem não existe. Escreva lista para ver os números.
ask-unknown_target = Não encontro essa mensagem. Qual é? Escreva lista para ver os números.
ask-not_a_series = Essa sai só uma vez, por isso não há uma próxima para pular. Você pode cancelar.
ask-not_due = Não está prevista para esse dia. Veja as datas com mostre e o número dela.
ask-invalid_phone = Esse número de telefone não serve. Escreva-o com o código do país, por exemplo +55 11 91234 5678.
ask-which_way = Mais cedo ou mais tarde?
ask-unknown_channel = Não há nenhum canal { $unknown }. Tire-o, ou diga um que exista.
ask-midnight = No começo desse dia, ou no fim?
ask-start = A partir de quando?
ask-until_before_start = O fim vem antes do começo. Qual deve ser o fim?
ask-too_far = Isso fica longe demais. Diga uma data nos próximos dez anos.
ask-missing-change = O que altero? Por exemplo: para sexta às 17:00, ou todas as semanas.
ask-other = Não sei bem o que quer dizer. Pode dizer de outra forma?
option-all-text = Faz parte do texto
option-leaves-then = É quando sai
option-leaves = Sai { $when }
option-scope-one = Só a próxima
option-scope-all = Esta e as seguintes
option-only-days = Só { $days }
option-last-day = O último dia do mês
option-skip-months = Só os meses que têm esse dia
option-number = { $number } { $hint }
option-add = Adicionar { $name }
option-group-new = Criar o grupo { $name }
option-group = O grupo { $name }
option-yes = Sim
option-now = Agora
option-as-is = Sim, assim mesmo
waiting-still = Ainda espero uma resposta:

### Frases recusadas

refuse-past = Esse dia já passou. Diga um que ainda esteja por vir.
refuse-invalid_time = Essa hora não existe. As horas vão de 0:00 a 23:59.
refuse-invalid_date = Essa data não existe. Diga outro dia, por favor.
refuse-too_frequent = A cada minuto é demais. No máximo envio a cada dois minutos, e antes pergunto.
refuse-until_before_start = O fim vem antes do começo. Diga um fim mais tarde, por favor.
refuse-group_chat = Ainda não posso escrever em conversas de grupo do WhatsApp. Diga pessoas, um grupo de contatos ou uma etiqueta.
refuse-unknown_id = Essa mensagem não existe. Escreva lista para ver os números.
refuse-too_far = Isso fica longe demais. Diga uma data nos próximos dez anos.
refuse-nobody_left = Assim não sobraria ninguém. Diga quem recebe.
refuse-unread = Entendi as palavras, mas não o que fazer. Diga de outra forma, por favor.
refuse-other = Isso não posso fazer. Escreva ajuda para ver o que sei fazer.
refuse-too_long_text = É longo demais. Encurte, por favor.
refuse-too_long = É longo demais para uma só mensagem ({ $length } caracteres). Consigo ler até { $most }; encurte, por favor.
not-command = Cuido das mensagens para os contatos. Pode escrever, por exemplo:
puzzled-again = Continuo sem entender, desculpe. Frases como estas eu entendo; use os seus nomes e horários:
example-schedule = envie 'olá' para { $who } todas as segundas às 9:00
example-send_now = envie 'estou a caminho' para { $who } agora
example-remind = lembre-me de ligar para o banco amanhã às 10:00
example-list = o que sai esta semana
example-show = mostre #1
example-cancel = cancele #1
example-move = mude #1 para sexta às 17:00
example-pause = pause #1
example-resume = retome #1
example-skip = pule a próxima de #1
example-undo = desfazer
example-retry = reenvie #1
example-add_contact = adicione contato Bruno +55 11 91234 5678
example-contacts = contatos
example-tag = etiquete { $who } como vip
example-untag = tire a etiqueta vip de { $who }
example-new_group = crie o grupo Pais com { $who }
example-groups = grupos
example-rename = mude o nome de { $who } para { $who } Costa
example-block = bloqueie { $who }
example-unblock = desbloqueie { $who }
example-history = o que enviamos para { $who }
example-status = { $who } recebeu?
example-digest = resumo
example-calendar = calendário

### O que não se pode fazer (códigos de core.errors)

error-not_held = Os envios já estão ativos de novo.
error-already_cancelled = { $number } já está cancelada.
error-already_left = { $number } já saiu; não há mais nada para alterar. Escreva de novo para reenviar.
error-already_chosen = Alguém já escolheu isso. Para ver, escreva: mostre { $number }
error-already_paused = { $number } já está em pausa. Escreva retome { $number } para continuar.
error-changed_meanwhile = { $number } mudou neste mesmo instante. Veja com mostre { $number } e tente de novo.
error-changed_since = { $number } mudou nesse meio-tempo, e isso não pode mais ser desfeito. Veja com mostre { $number }.
error-not_a_series = { $number } sai só uma vez, por isso não há uma próxima para pular. Em vez disso, escreva cancele { $number }.
error-not_due_then = { $number } não está prevista para esse dia, por isso não há nada para pular. Veja as datas com mostre { $number }.
error-not_paused = { $number } não está em pausa.
error-nothing_to_come = { $number } não tem nenhuma hora por vir. Dê outra com mude { $number } para sexta às 9:00.
error-nothing_to_retry = Nada de { $number } falhou nem ficou de fora, por isso não há nada para reenviar.
error-nothing_to_undo = Não há nenhuma alteração sua para desfazer.
error-already_settled = Isto já está resolvido.
error-phone_taken = { $phone } já é de { $name }. Escreva para { $name }, ou dê outro número.
error-not_allowed = Para isso é preciso o papel de { $needs }; o seu é o de { $role }. Peça a um proprietário.
error-not_yours = Essa mensagem é de outra pessoa. Peça a quem a escreveu, a um gerente ou a um proprietário.
error-never_due = Isso nunca sai: nenhuma data cumpre a regra antes do fim. Diga outra hora ou outro fim, por favor.
error-no_text = Não há texto para enviar. Ponha-o entre aspas, por exemplo: envie 'olá' para Ana.
error-no_time = Para quando mudo { $number }? Por exemplo: mude { $number } para sexta às 17:00.
error-nobody_left = Assim ninguém receberia { $number }. Escreva cancele { $number } para a anular.
error-nobody = Aí não há ninguém. Adicione alguém primeiro, por exemplo: adicione contato Bruno +55 11 91234 5678.
error-past = Essa hora já passou. Diga uma que ainda esteja por vir.
error-bad_phone = “{ $phone }” não é um número de telefone que sirva. Escreva-o com o código do país, por exemplo +55 11 91234 5678.
error-bad_name = Esse nome está vazio ou é longo demais. Use até 200 caracteres, por exemplo: adicione contato Bruno +55 11 91234 5678.
error-bad_pace = Isso não é um ritmo. Escreva 12s, 5-30s, 29/s ou 29/s burst 60.
error-bad_channel_name = Esse nome não serve para um canal. Use letras, algarismos e hífens.
error-bad_daily_limit = Isso não é um limite diário. Use um número de mensagens.
error-file_type = Não posso enviar este tipo de arquivo. Servem imagens (JPEG, PNG, WebP), vídeos, sons, PDF, documentos de escritório e texto simples.
error-file_too_large = Este arquivo é grande demais: imagens podem ter 5 MB, tudo o resto 16 MB.
error-bad_url = Isso não é o endereço de um gateway. Começa por http:// ou https://.
error-bad_json = Não consigo ler esses dados.
error-too_large = É demais de uma só vez.
error-channel_needs = Este gateway precisa também de { $option }.
error-unknown_setting = Não conheço a configuração “{ $name }” de { $gateway }; existem { $known }.
error-bad_choice = { $option } precisa ser um destes: { $choices }.
error-other_gateway = { $name } é um canal de { $gateway }. Só canais do mesmo gateway compartilham uma conta.
error-not_public = Só busco arquivos na Internet aberta, não nesse endereço.
error-not_fetched = Não consegui buscar esse arquivo. Envie-o para mim aqui.
error-too_many_redirects = Esse endereço leva sempre a outro. Envie o arquivo para mim aqui.
error-channel_exists = Já há um canal { $name }. Escolha outro nome.
error-channel_of_another = O canal { $name } é de outra pessoa. Tire “via”, ou diga outro canal.
error-channel_used = O canal { $name } ainda tem mensagens. Cancele-as primeiro.
error-no_templates = O canal { $channel } não conhece modelos, por isso { $template } não pode sair por ele. Diga o texto entre aspas, ou nomeie outro canal com “via”.
error-templates_none = O WhatsApp não aprovou para { $channel } nenhum modelo que uma frase possa preencher. Eles são criados no WhatsApp Manager.
error-gateway_refuses = O canal { $channel } não pode enviar isto: { $cause }. Nada fica agendado.
error-templates_away = Não consegui pedir os modelos de { $channel }: { $reason }. Tente mais tarde, ou diga o nome do modelo.
error-template_too_full = O modelo { $template } tem { $places ->
    [0] nenhum campo
    [1] um campo
   *[other] { $places } campos
 }, e foram dados { $given }.
error-template_needs_file = O modelo { $template } vai com { $kind ->
    [image] uma imagem
    [video] um vídeo
   *[other] um documento
 }: envie-me o arquivo, com a frase como legenda.
error-template_takes_no_file = O modelo { $template } não leva arquivo. Envie a frase sem ele.
error-template_needs_more = O modelo { $template } tem campos no título ou nos botões, e esses não consigo preencher. Escolha outro.
error-no_sheet = Não encontro pessoas neste arquivo. É preciso uma linha por pessoa, com nome e telefone: Ana, +55 11 91234 5678
error-sheet_too_large = Este arquivo tem mais de { $most } linhas. Envie-o por partes.
error-text_of_template = { $number } sai com um modelo aprovado, cujas palavras só o WhatsApp muda. Cancele e agende de novo com outros valores.
error-no_channel = Ainda não há nenhum canal por onde enviar. Quem o conecta é um proprietário: escreva adicione canal
error-no_channel-name = Não há nenhum canal { $name }. Escreva canais para os ver.
error-channel = Não há nenhum canal { $name }. Escreva canais para os ver.
error-gateway = Não há nenhum gateway { $name }. Veja-os com: belfry channel kinds
error-hook = Esse endereço não existe.
error-no_day = Esse dia não está no calendário. Escreva calendário para ver este mês.
error-no_message = Não há nenhuma { $number }. Escreva lista para ver o que há.
error-no_question = Essa pergunta não está mais aqui.
error-no_delivery = Essa mensagem não está mais aqui.
error-no_contact = Esse contato não existe. Escreva contatos para os ver.
error-no_tag = Ninguém tem a etiqueta { $tag }. Escreva contatos para ver as etiquetas que existem.
error-only_people = Para isso nomeie pessoas, não um grupo inteiro, uma etiqueta ou todos. Por exemplo: bloqueie Bruno
error-only_one = Mudo o nome de uma pessoa de cada vez. Por exemplo: mude o nome de Ana para Ana Costa
error-name_taken = Já há outra pessoa que se chama { $name } e daria para confundir as duas. Escolha outro nome, por exemplo: mude o nome de { $who } para { $name } Costa
error-no_group = Não há nenhum grupo { $name }. Escreva grupos para ver os que existem.
error-group_name_taken = Há uma pessoa que se chama { $name } e daria para confundir. Escolha outro nome para o grupo.
error-group_in_use = { $n ->
    [one] { $number } vai para o grupo { $name } ou o deixa de fora: cancele ou mude antes.
   *[other] { $n } mensagens por sair vão para o grupo { $name } ou o deixam de fora, como { $number }: cancele ou mude antes.
 }
error-same_name = Já se chama { $name }.
error-name_changed = O nome mudou nesse meio-tempo: agora é { $name }. Escreva mude o nome de { $name } para … para mudar.
error-already_undone = Isso já está desfeito.
error-no_undo = { $what ->
    [retry] O que você reenviou já saiu e não dá para desfazer.
    [send_rest] O que você acabou enviando já saiu e não dá para desfazer.
    [settle] O que você disse sobre essa mensagem não dá para desfazer.
    [go_on] Os envios continuam desde que você mandou; isso não dá para desfazer.
   *[other] A sua última alteração não dá para desfazer.
 } As alterações anteriores têm seu próprio botão Desfazer.
error-gets_messages = { $people ->
    [1] { $name } já tem { $number } para receber e continua nos contatos. Antes, escreva: cancele { $number }
   *[other] Alguém desse grupo já tem { $number } para receber, por isso todos continuam nos contatos. Antes, escreva: cancele { $number }
 }
error-phone_changed = { $name } já tem outro número, então isso não dá mais para desfazer.
error-setting_changed = Isso foi alterado de novo depois, então não dá mais para desfazer. Escreva espaço ou canais para ver como está.
error-invite_used = Esse convite já foi usado. Escreva espaço para ver quem pode falar comigo.
error-other = Isso não deu certo. Escreva ajuda para ver o que sei fazer.
error-crash = Desculpe, algo falhou do meu lado e não consegui. Tente mais uma vez, por favor.

### Listas e consultas

list-empty = Não há nada agendado. Experimente: { $example }
list-empty-range = Nada sai de { $first } a { $last }.
list-empty-day = Nada sai: { $day }.
list-empty-for = Não há nada agendado para { $who }.
list-head = { $n ->
    [1] Sai uma mensagem:
   *[other] Saem { $n } mensagens:
 }
list-line = { $number } · { $when } · { $who } · { $text }
list-line-rule = { $number } · { $when }, { $rule } · { $who } · { $text }
list-paused-head = Em pausa:
list-paused-line = { $number } · { $who } · { $text }
list-rest = Aparecem só as primeiras { $n }. Pergunte por um dia, por exemplo: o que sai amanhã
contacts-empty = Ainda não há contatos. Experimente: { $example }
contacts-head = { $n ->
    [1] Um contato:
   *[other] { $n } contatos:
 }
contacts-more-head = Contatos:
contact-line = { $name } · { $phone }
contact-line-tags = { $name } · { $phone } · { $tags }
contact-no-phone = ainda sem número
contact-blocked = escreveu STOP
contact-barred = com bloqueio
history-empty = Ainda não foi enviado nada para { $who }.
history-head = Enviado para { $who }, o mais recente primeiro:
history-line = { $when } · { $number } · { $tick } · { $text }
history-head-days = Enviado para { $who } ({ $days }), o mais recente primeiro:
history-empty-days = Nada foi enviado para { $who } ({ $days }).
went-head = { $n ->
    [one] Saiu uma mensagem ({ $days }):
   *[other] Saíram { $n } mensagens ({ $days }), a mais recente primeiro:
 }
went-line = { $when } · { $number } · { $who } · { $tick } · { $text }
went-rest = Só aparecem as { $n } mais recentes. Pergunte por um dia, por exemplo: o que saiu ontem
failed-head = { $n ->
    [1] De uma mensagem algo não chegou { $days }:
   *[other] De { $n } mensagens algo não chegou { $days }, primeiro as mais recentes:
 }
failed-empty = Nada falhou { $days }.
went-empty = Nada saiu ({ $days }).
span-day = { $day }
span-range = de { $first } a { $last }
history-cause = { $tick } ({ $cause })
tick-via = { $tick } via { $channel }
status-head = { $number } para { $who }:
status-line = { $who }: { $tick } { $when }
status-more = … e mais { $n }.
status-nothing = { $number } ainda não saiu. { $next }
status-nothing-yet = Ainda não saiu nada para { $who }.
status-due = Está prevista para { $when }.
added-contact = Adicionei { $name }.
added-contact-phone = Adicionei { $name } com { $phone }. Experimente: { $example }
known-contact = { $name } já está nos contatos, com { $phone }.
known-contact-no-phone = { $name } já está nos contatos, sem número. Me passe assim: adicione contato { $first } +55 11 91234 5678
no-card-phone = Este cartão de contato não traz nenhum número.
people-tag = { $n ->
    [1] { $who } agora tem a etiqueta { $value }.
   *[other] { $who } agora têm a etiqueta { $value }.
 }
people-tag-others = { $n ->
    [1] { $who } já tinha a etiqueta { $value }.
   *[other] { $who } já tinham a etiqueta { $value }.
 }
people-tag-undone = { $n ->
    [1] Desfeito: { $who } não tem mais a etiqueta { $value }.
   *[other] Desfeito: { $who } não têm mais a etiqueta { $value }.
 }
people-rename = { $who } agora se chama { $value }. O nome antigo continua valendo.
people-rename-undone = Desfeito: { $value } volta a ser { $who }.
people-untag = { $n ->
    [one] { $who } não tem mais a etiqueta { $value }.
   *[other] { $who } não têm mais a etiqueta { $value }.
 }
people-untag-others = { $n ->
    [one] { $who } não tinha a etiqueta { $value }.
   *[other] { $who } não tinham a etiqueta { $value }.
 }
people-untag-undone = { $n ->
    [one] Desfeito: { $who } tem de novo a etiqueta { $value }.
   *[other] Desfeito: { $who } têm de novo a etiqueta { $value }.
 }
people-join_group = { $n ->
    [one] { $who } agora está no grupo { $value }.
   *[other] { $who } agora estão no grupo { $value }.
 }
people-join_group-others = { $n ->
    [one] { $who } já estava nele.
   *[other] { $who } já estavam nele.
 }
people-join_group-undone = { $n ->
    [one] Desfeito: { $who } já não está no grupo { $value }.
   *[other] Desfeito: { $who } já não estão no grupo { $value }.
 }
people-new_group = O grupo { $value } está criado, ainda sem ninguém. Coloque alguém, por exemplo: adicione Ana ao grupo { $value }
people-new_group-undone = Desfeito: o grupo { $value } já não existe.
people-leave_group = { $n ->
    [one] { $who } já não está no grupo { $value }.
   *[other] { $who } já não estão no grupo { $value }.
 }
people-leave_group-others = { $n ->
    [one] { $who } não estava nele.
   *[other] { $who } não estavam nele.
 }
people-leave_group-undone = { $n ->
    [one] Desfeito: { $who } está de novo no grupo { $value }.
   *[other] Desfeito: { $who } estão de novo no grupo { $value }.
 }
people-remove_group = O grupo { $value } foi apagado. As pessoas continuam nos contatos.
people-remove_group-undone = Desfeito: o grupo { $value } está de volta, com as suas pessoas.
groups-head = { $n ->
    [one] Um grupo:
   *[other] { $n } grupos:
 }
group-line = { $name }: { $n ->
    [0] ninguém
    [one] uma pessoa
   *[other] { $n } pessoas
 }
groups-empty = Ainda não há grupos. Crie um: { $example }
members-head = { $n ->
    [one] Em { $name } há uma pessoa:
   *[other] Em { $name } há { $n } pessoas:
 }
members-empty = Ainda não há ninguém em { $name }. Coloque alguém, por exemplo: adicione { $who } ao grupo { $name }
people-remove_contact = { $who } não está mais nos contatos, nem em grupos nem em mensagens. Para ter o contato de volta, escreva: adicione contato { $first }
people-remove_contact-messages = { $n ->
    [one] { $numbers } não é para mais ninguém: fica, mas não chega a ninguém. Para cancelar: cancele { $first }
   *[other] { $numbers } não são para mais ninguém: ficam, mas não chegam a ninguém. Para cancelar uma: cancele { $first }
 }
people-remove_contact-undone = Desfeito: { $who } está de volta aos contatos.
people-add_contact-undone = Desfeito: { $who } não está mais nos contatos.
people-add_back-undone = Desfeito: { $who } não está mais nos contatos.
people-add_phone-undone = Desfeito: { $who } está sem número de novo.
people-add_name-undone = Desfeito: { $who } está de novo sem nome, só com o número.
people-import-undone = { $n ->
    [0] Desfeito: os grupos estão como antes do arquivo.
    [1] Desfeito: { $who } não está mais nos contatos.
   *[other] Desfeito: { $who } não estão mais nos contatos.
 }
confirm-remove_contact = { $n ->
    [one] { $who } ia receber uma mensagem ({ $numbers }), que não vai mais chegar. Removo o contato?
   *[other] { $who } ia receber { $n } mensagens ({ $numbers }), que não vão mais chegar. Removo o contato?
 }
people-block = { $n ->
    [one] Bloqueei { $who }: nada chega até você escrever desbloqueie { $first }.
   *[other] Bloqueei { $who }: nada chega até você desbloquear, por exemplo: desbloqueie { $first }
 }
people-block-others = { $n ->
    [one] { $who } já estava na sua lista de bloqueios.
   *[other] { $who } já estavam na sua lista de bloqueios.
 }
people-block-messages = { $n ->
    [one] { $numbers } não é para mais ninguém: fica, mas não chega a ninguém enquanto durar o bloqueio. Para o anular: cancele { $first }
   *[other] { $numbers } não são para mais ninguém: ficam, mas não chegam a ninguém enquanto durar o bloqueio. Para anular uma: cancele { $first }
 }
people-block-undone = { $n ->
    [one] Desfeito: { $who } não está mais na sua lista de bloqueios.
   *[other] Desfeito: { $who } não estão mais na sua lista de bloqueios.
 }
people-unblock = { $n ->
    [one] { $who } volta a receber mensagens.
   *[other] { $who } voltam a receber mensagens.
 }
people-unblock-others = { $n ->
    [one] { $who } não estava na sua lista de bloqueios.
   *[other] { $who } não estavam na sua lista de bloqueios.
 }
people-unblock-stopped = { $n ->
    [one] { $who } escreveu STOP: só essa pessoa pode voltar atrás, escrevendo START.
   *[other] { $who } escreveram STOP: só essas pessoas podem voltar atrás, escrevendo START.
 }
people-unblock-undone = { $n ->
    [one] Desfeito: { $who } volta à sua lista de bloqueios.
   *[other] Desfeito: { $who } voltam à sua lista de bloqueios.
 }
retried = { $n ->
    [1] Uma mensagem de { $number } é enviada de novo agora.
   *[other] { $n } mensagens de { $number } são enviadas de novo agora.
 }
cancelled-several = Canceladas { $numbers }. Mais nada delas sai.
cancelled-several-days = Canceladas para { $days }: { $numbers }. Uma série continua depois disso.
paused-several-days = Em pausa { $numbers }; de uma série só fica de fora { $days }, e depois ela continua.
moved-several = Movidas { $numbers }. Agora saem assim:
paused-several = Em pausa { $numbers }. Nada delas sai até serem retomadas.
resumed-several = Retomadas { $numbers }.
undone-several = Desfeito: { $numbers } estão como antes.
undone-kept = Não deu para voltar atrás com { $numbers }: mudou nesse meio-tempo, ou a hora já passou.
undone-workspace = Desfeito. Voltou a ficar assim:
undone-channel = Desfeito. Voltou a ficar assim:
undone-failover = Desfeito. Voltou a ficar assim:
undone-add_channel = Desfeito: esse canal já não está ligado. Está assim agora:
undone-invite = Desfeito: esse convite não vale mais.
undone-remove_staff = Desfeito: essa pessoa pode falar comigo de novo.
answer-sent = Para { $who }, por { $channel }.
answer-nobody = Não sei de quem era esse número, por isso não posso responder aí. Adicione primeiro a pessoa: adicione contato NOME +55 11 91234 5678
answer-removed = { $who } não está mais nos contatos, por isso nada é enviado. Para ter a pessoa de volta, escreva: adicione contato { $who }
edit-ignored = Editar a mensagem não muda nada aqui. Escreva-a de novo como mensagem nova, por favor.
file-needs-caption = Escreva na legenda para quem vai e quando, por exemplo: envie 'O nosso novo horário' para Ana amanhã às 9:00
voice-not-yet = Posso receber texto, cartões de contato, imagens, vídeos, sons e documentos.
with-file = 📎 { $name }
import-confirm = { $n } pessoas neste arquivo: { $new } novas, { $known } com um número que já conheço, que mantêm o nome. Adiciono?
import-groups = Vão para: { $names }.
import-wrong = { $n ->
    [one] Fica de fora uma linha:
   *[other] Ficam de fora { $n } linhas:
 }
import-wrong-no_name = linha { $line }: o nome é longo demais
import-wrong-bad_phone = linha { $line }: não é um telefone ({ $value })
import-wrong-bad_zone = linha { $line }: não é um fuso horário ({ $value })
import-wrong-twice = linha { $line }: { $value } está duas vezes
import-done = Feito: { $new } novas, { $known } já conhecidas.
by-template = Sai com o modelo aprovado { $name }.
ask-template_choice = Nenhum modelo aprovado se chama “{ $name }”. Qual?
ask-template_choice-none = Qual modelo?
ask-template_closed = { $who } não terá escrito nas 24 horas anteriores, e então o WhatsApp só aceita modelos aprovados. Qual?
ask-template-more = { $n ->
    [1] Há mais um: escreva o nome dele para o usar.
   *[other] Há mais { $n }: escreva um nome para o usar.
 }
ask-template_value = O que vai em { $place } de { $template }?
option-template = { $name } ({ $n ->
    [-1] { $language }
    [0] { $language }, nada a preencher
    [1] { $language }, 1 campo
   *[other] { $language }, { $n } campos
 })
option-template-none = Deixar o texto como está
a-template = um modelo

### Saudação e ajuda

hello = Olá, { $name }. Envio mensagens de WhatsApp para { $workspace }: na hora certa, uma única vez, e conto o que aconteceu com cada uma. Experimente:
hello-first = Olá, { $name }. Envio mensagens de WhatsApp para { $workspace }: na hora certa, uma única vez, e conto o que aconteceu com cada uma.
hello-no-channel = Primeiro preciso de um número de WhatsApp de onde enviar. Vamos conectar agora?
hello-no-channel-wait = Ainda não há um número de WhatsApp de onde enviar; quem o conecta é um proprietário. Para saber o que sei fazer, escreva ajuda.
hello-again = Repito sempre o que entendi, e quase tudo tem um botão Desfazer. Escreva ajuda para saber mais.
how-words = como | como faço para | como é que | posso | dá para | podemos | é possível | tem como
hello-words = olá | oi | oi tudo bem | olá tudo bem | bom dia | boa tarde | boa noite | oi bom dia | olá bom dia
thanks-words = obrigado | obrigada | muito obrigado | muito obrigada | valeu | ok obrigado | ok obrigada
thanks = De nada.
role-owner = proprietário
role-manager = gerente
role-sender = remetente
role-viewer = observador
joined = Boas-vindas, { $name }. O seu papel em { $workspace } é o de { $role }.
joined-already = Você já tem o papel de { $role } em { $workspace }, { $name }. Passe este convite a outra pessoa: ele continua valendo.
stranger-nobody-owns = Ainda não pertenço a ninguém. Na máquina onde funciono, belfry invite --role owner mostra um código: envie-o para mim como /start CÓDIGO.
stranger-bad-code = Não conheço este código: já foi usado, é antigo demais ou tem um erro. Na máquina onde funciono, belfry invite --role owner mostra um novo.
stranger = Sou o assistente de uma equipe e só falo com quem faz parte dela. Se for o seu caso, peça um convite a um proprietário e envie-o para mim como /start CÓDIGO.
bad-invite = Este convite não vale: já foi usado, é antigo demais ou tem um erro. Peça outro a um proprietário.
help-head = Escreva como escreveria a uma pessoa. Por exemplo:
help-send = Enviar
help-look = Ver
help-change = Alterar
help-people = Pessoas
help-foot = As mensagens podem se repetir (todas as semanas, nos dias úteis, no dia 1 de cada mês) e terminar (até 30 de junho). Responda a uma bolha para falar da mensagem dela. O texto entre aspas sai exatamente como foi escrito.
command-start = Dizer olá
command-help = O que sei fazer
command-list = O que sai em seguida
command-contacts = Quem está nos contatos
command-digest = Como correu esta semana
command-calendar = O que sai este mês, dia a dia
command-undo = Desfazer a última alteração
about-bot = Agenda mensagens de WhatsApp para uma equipe: escreva o quê, para quem e quando.

### Canais

channels-words = canais | canal | ver canais | mostre os canais | mostra os canais | lista de canais | meus canais | os meus canais | os canais
file-words = arquivo | ficheiro | foto | imagem | vídeo | documento | pdf | áudio
template-words = modelo
template-with-words = com
template-no-names = para | a | ao | à | com | via | por | agora
channels-none = Ainda não há nenhum canal. Quem o conecta é um proprietário: escreva adicione canal
channels-head = { $n ->
    [1] O seu canal:
   *[other] Os seus { $n } canais:
 }
channel-line = { $light } { $name } ({ $marks }): { $state }. { $count }
channel-default = principal
channel-count = { $n ->
    [1] { $n } enviada hoje.
   *[other] { $n } enviadas hoje.
 }
channel-count-limit = { $n } de { $limit } enviadas hoje.
channel-sign-working = 🟢
channel-sign-slow = 🟡
channel-sign-limit = 🟡
channel-sign-down = 🔴
channel-sign-paused = ⏸
channel-light-working = funciona
channel-light-slow = está lento
channel-light-limit = perto do limite diário
channel-light-down = não funciona
channel-light-paused = em pausa, nada sai
channel-why = { $state }, { $reason }
channel-tested = { $name } funciona.
channel-tested-number = { $name } funciona, com o número { $number }.
channel-tested-down = { $name } não funciona: { $reason }.
channel-stand-in = Enquanto não funcionar, { $other } substitui-o.
failover-words = substituto | failover
failover-join-words = por | com | é | para | -> | :
failover-hint = Para um canal enviar por outro enquanto este não funciona: { $example }
example-failover = substituto { $name } por { $other }
failover-needs-two = Para isso são precisos dois canais. Ligue primeiro outro: adicionar canal
failover-allowed = A partir de agora { $other } substitui { $name }: quando este não funcionar há algum tempo, o que em breve chegaria tarde sai por { $other }, nunca o que talvez já tenha saído.
failover-nobody = Agora nenhum canal substitui { $name }.
error-stand_in_itself = { $name } não pode substituir a si mesmo. Diga outro canal.
button-channel-pause = Pausar
button-channel-resume = Retomar
button-channel-test = Testar
button-channel-make-default = Tornar principal
button-template-try = Tentar de novo agora
button-channel-add = Conectar outro
command-channels = Os números de WhatsApp e como estão

### O espaço e a sua equipe

house-words = espaço | equipe | equipa | ver espaço | ver equipe | ver equipa | mostre a equipe | mostra a equipa | convidar | convide alguém | convida alguém
house-word = espaço
house-name-words = nome
house-zone-words = fuso | zona
house-hours-words = horário | horas
house-none-words = nenhum | nenhuma | nada
house-head = { $name }
house-zone = As horas são as de { $zone }.
house-hours = Aberto { $hours }: uma hora solta é entendida dentro desse horário.
house-no-hours = Não há horário de funcionamento.
house-staff = { $n ->
    [1] Uma pessoa pode falar comigo:
   *[other] { $n } pessoas podem falar comigo:
 }
house-person = { $name }, { $role }
house-change = Para alterar algo, escreva:
example-house-name = espaço nome Clínica Sol
example-house-zone = espaço fuso Europe/Lisbon
example-house-hours = espaço horário 8:00-19:00
house-invited = Envie isto a quem terá o papel de { $role }; essa pessoa envia-o para mim. Vale uma só vez, durante 7 dias. A quem já está aqui, dá o novo papel se ele permitir mais.
house-really = { $name } deixaria de poder falar comigo. O que agendou continua. Remover esta pessoa?
button-invite-owner = Convidar proprietário
button-invite-manager = Convidar gerente
button-invite-sender = Convidar remetente
button-invite-viewer = Convidar observador
button-remove = Remover { $name }
button-remove-yes = Sim, remover
command-workspace = Nome, fuso horário, horário e equipe
error-bad_workspace_name = O nome de um espaço tem de 1 a 100 caracteres, por exemplo: espaço nome Clínica Sol
error-bad_zone = Não conheço o fuso horário “{ $zone }”. Escreva-o com o continente, por exemplo: espaço fuso Europe/Lisbon
error-bad_hours = Isso não é um horário. Escreva assim: espaço horário 8:00-19:00, ou então: espaço horário nenhum
error-workspace_exists = Já há um espaço { $name }. Escolha outro nome.
error-no_such_setting = Não há nada chamado { $name } para alterar.
error-last_owner = É o único proprietário: nomeie outro primeiro.

### Conectar um canal

setup-words = adicione canal | adiciona canal | adicionar canal | adicione um canal | adiciona um canal | adicionar um canal | novo canal | conecte canal | conecta canal | conectar canal | conectar um canal | conectar whatsapp | conecte whatsapp | ligar whatsapp | configurar | configurar um canal
setup-stop-words = parar | para | cancelar | deixa | deixa estar | esquece | mais tarde | depois | agora não
setup-back-words = atrás | voltar | volta | volte
setup-again-words = testar | teste | testar de novo | testar outra vez | de novo | outra vez | tentar de novo
setup-head = Vamos conectar o WhatsApp.
setup-kind = Qual gateway você usa? Leva dois minutos; pode parar quando quiser.
kind-http = Seu próprio serviço (http)
setup-meanwhile = Enquanto isso, pode escrever como sempre.
setup-step = { $title }, { $n } de { $of }
setup-ask = Envie isto: { $about }.
setup-again = Envie o correto: { $about }.
setup-secret = Apago logo deste chat a mensagem que o contém e guardo-o cifrado.
setup-name = Como vamos chamar este número? Escreve-se depois de “via”, por exemplo: envie 'olá' para Ana amanhã às 9:00 via clinica
setup-trouble-no_scheme = Um endereço começa por http:// ou https://.
setup-trouble-no_address = Isso não é um endereço. Tem esta forma: http://192.168.1.20:3000 ou https://whatsapp.example.org
setup-trouble-credentials = Tire do endereço o nome e a senha antes do @: a chave vem em seguida, e é guardada criptografada.
setup-trouble-nowhere = 0.0.0.0 é onde um servidor escuta, não onde se chega a ele. Nesta máquina é 127.0.0.1.
setup-trouble-inside_container = Funciono dentro de um contêiner, onde localhost é o próprio contêiner. Use o nome do serviço do gateway, por exemplo http://gateway:3000, ou http://host.docker.internal:3000 para a máquina onde funciono.
setup-trouble-public_http = Isso vai pela internet sem cifra: alguém no caminho poderia ler a chave e as mensagens. Use um endereço que comece por https://.
setup-trouble-looks_like_key = Isso parece uma chave. Primeiro vem o endereço, depois peço a chave.
setup-trouble-empty = Estava vazio.
setup-trouble-one_word = Tem espaços. Cole só o valor, sem nada antes nem depois.
setup-trouble-no_choice = Não é nenhuma das opções.
setup-trouble-bad_name = Um nome tem até 100 caracteres.
setup-trouble-name_taken = Outro canal já tem esse nome.
setup-trouble-not_kept = Não consegui guardar este canal: o nome ou o remetente já está em uso. Volte e escolha outro.
setup-trouble-bad_phone = Esse número de telefone não serve. Escreva-o com o código do país, por exemplo +55 11 91234 5678.
setup-why-bad_key = O gateway responde, mas não aceita a chave. Copie-a de novo, inteira, de onde o gateway a guarda.
setup-why-unknown_session = O gateway aceita a chave, mas não conhece essa sessão. Veja o nome dela no gateway; maiúsculas e minúsculas contam.
setup-why-unreachable = Nada responde nesse endereço. O gateway está em funcionamento, o host e a porta estão certos, e esta máquina consegue chegar até ele?
setup-why-unreachable-contained = Nada responde nesse endereço. Funciono dentro de um contêiner: o gateway está na mesma rede, e a porta é a de dentro dessa rede?
setup-why-timeout = Há ali alguma coisa, mas não respondeu a tempo. É o gateway, e está ocupado ou ainda iniciando?
setup-why-connection_lost = Há ali alguma coisa, mas cortou a ligação. São o endereço e a porta do gateway, e é http ou https?
setup-why-redirected = Esse endereço remete para outro. Use aquele a que ele leva: quase sempre o mesmo com https:// à frente.
setup-why-no_tls = Algo responde aí, mas sem cifra. Será http:// e não https://?
setup-why-unknown_host = Não há nenhuma máquina com esse nome. O nome no endereço está bem escrito, e esta máquina conhece-o?
setup-why-not_found = Algo responde aí, mas não como este gateway. É o endereço certo? Tire o que vem depois da porta, como /dashboard.
setup-why-bad_certificate = O certificado do gateway não vale para esse endereço. Use o nome para o qual foi feito, ou peça para o renovarem.
setup-why-http = Algo responde ali, mas não como este gateway (código { $code }). O endereço está certo? Tire o que vem depois da porta, por exemplo /dashboard.
setup-why-http_5 = O gateway responde com um erro dele (código { $code }). Veja o registro dele, ou inicie-o de novo, e teste de novo.
setup-why-scan_qr_code = O endereço e a chave estão certos; o telefone ainda não está conectado. Abra o gateway, leia o código dele com o telefone (WhatsApp, Aparelhos conectados) e teste de novo.
setup-why-stopped = O endereço e a chave estão certos; a sessão está parada. Inicie-a no gateway e teste de novo.
setup-why-failed = O endereço e a chave estão certos; a sessão falhou. Inicie-a de novo no gateway; se não bastar, termine a sessão e leia o código de novo. Depois teste de novo.
setup-why-starting = O endereço e a chave estão certos; a sessão ainda está iniciando. Teste de novo em alguns segundos.
setup-why-passkey_required = O endereço e a chave estão certos; o telefone pede uma chave de acesso. Confirme-a lá e teste de novo.
setup-why-passkey_confirmation_required = O endereço e a chave estão certos; o telefone espera que a chave de acesso seja confirmada. Depois teste de novo.
setup-why-key_may_not = Esta chave pode enviar, mas não alterar as configurações do gateway.
setup-why-health = O gateway responde: { $reason }. Veja o telefone e o gateway, e teste de novo.
setup-why-webhook_taken = O gateway já avisa outro lugar, e só tem espaço para um endereço.
setup-why-advice = O gateway responde: { $reason }. { $advice } Depois teste de novo.
setup-why-other = O gateway diz: { $reason }. Veja o telefone e o gateway, e teste de novo.
setup-works = Funciona. { $name } está conectado.
setup-works-number = Funciona: este é o número { $number }. { $name } está conectado.
setup-kept = { $name } fica salvo; ainda não pode enviar.
setup-webhook = Agora o gateway precisa me contar o que acontece com as mensagens e o que as pessoas respondem. Dê a ele este endereço e este segredo:
setup-webhook-url = Endereço: { $url }
setup-webhook-secret = Segredo: { $secret }
setup-webhook-wait = Aviso quando chegar o primeiro evento. Para ver um já, escreva algo para esse número a partir de outro telefone.
setup-webhook-only-here = Atenção: { $url } vale só nesta máquina, e o gateway está em outra. Ponha em BELFRY_PUBLIC_URL o caminho pelo qual o gateway chega até mim, e em BELFRY_LISTEN 0.0.0.0:8080, e inicie-me de novo: continuo daqui.
setup-webhook-set = Feito: o gateway tem o endereço e o segredo. Pode ser que reinicie a sessão por causa disso. Espero o primeiro evento dele.
setup-webhook-bad_signature = Chegou um evento, mas a assinatura está errada: o segredo no gateway não é este. Cole o segredo de novo, inteiro.
setup-webhook-silent = Em cinco minutos não chegou nenhum evento. Alguém escreveu para esse número desde então? Veja então se o gateway tem exatamente este endereço, se os eventos estão ligados e se ele consegue chegar até mim: uma firewall, um proxy ou BELFRY_PUBLIC_URL podem estar no caminho.
setup-webhook-other_sender = Chegam eventos, mas do remetente “{ $other }”, não do deste canal. Deve ser esse o do canal?
setup-webhook-failed = Não consegui configurar: { $why } Por favor, cole-o manualmente:
setup-webhook-hidden = O webhook está configurado; o segredo não é mais mostrado aqui.
setup-gone = Este canal não está mais aqui.
setup-heard = Chegou o primeiro evento: funciona.
setup-contact = Agora alguém a quem escrever; o melhor é o seu próprio número. Envie o seu número de WhatsApp, por exemplo +55 11 91234 5678, ou compartilhe um cartão de contato.
setup-hello = Envio para { $name } ({ $phone }) uma primeira mensagem: “{ $text }”?
setup-hello-text = Olá do Belfry. Funciona.
setup-still = (O canal novo ainda espera isto: { $about }.)
setup-still-name = (O canal novo ainda espera o nome.)
setup-still-contact = (O canal novo ainda espera um primeiro número.)
setup-stopped = Parado; nada foi salvo. Escreva adicione canal para recomeçar.
setup-stopped-kept = Está bem. O canal { $name } fica salvo. Escreva canais para ver.
setup-done = É tudo. A partir de agora escreva como a uma pessoa:
setup-key-deleted = Apaguei deste chat a sua mensagem com a chave.
setup-key-not-deleted = Não consegui apagar a sua mensagem com a chave. Por favor, apague-a: mantenha-a pressionada e escolha Apagar, também para mim.
button-setup-begin = Conectar um canal
button-setup-stop = Parar
button-setup-later = Terminar mais tarde
button-setup-back = Voltar
button-setup-test = Testar de novo
button-setup-anyway = Continuar mesmo assim
button-setup-offer = Usar { $what }
button-setup-offer-inside_container = Usar mesmo assim
button-setup-offer-public_http = Usar mesmo assim
button-setup-skip = Deixar de fora
button-setup-name = Chamar { $name }
button-setup-set-webhook = Configure por mim
button-setup-pasted = Já corrigi
button-setup-skip-wait = Continuar sem esperar
button-setup-send = Enviar

### Avisos

cause-opted_out = { $many ->
    [one] escreveu STOP
   *[other] escreveram STOP
 }
cause-blocked = { $many ->
    [one] está bloqueado aqui
   *[other] estão bloqueados aqui
 }
cause-no_phone = { $many ->
    [one] não se conhece o número
   *[other] não se conhecem os números
 }
cause-too_late = já era tarde demais
cause-answered = { $many ->
    [one] já tinha respondido
   *[other] já tinham respondido
 }
cause-daily_limit = o canal já tinha enviado tudo o que pode num dia
cause-too_many_people = vai para mais pessoas do que o canal permite numa mensagem
cause-missed = o Belfry não estava funcionando
cause-nobody = não havia ninguém para receber
cause-restored = pode ter saído antes de o Belfry ser restaurado de um backup
cause-left_out = { $many ->
    [one] não está mais entre quem recebe
   *[other] não estão mais entre quem recebe
 }
cause-moved = mudou de horário
cause-paused = estava em pausa
cause-cancelled = foi cancelada
cause-no_such_number = { $many ->
    [one] o número não está no WhatsApp
   *[other] os números não estão no WhatsApp
 }
cause-bad_number = o número não é válido
cause-bad_request = o gateway de WhatsApp recusou a mensagem
cause-unprocessable = o gateway de WhatsApp recusou a mensagem
cause-blocked_at_gateway = está com bloqueio na caixa de entrada da equipe
cause-other_number_at_gateway = a caixa de entrada da equipe tem outro número dessa pessoa
cause-refused_by_whatsapp = o WhatsApp recusou
cause-new_contacts_paused = no momento o WhatsApp não deixa este número escrever para pessoas novas
cause-provider_failed = o WhatsApp não conseguiu entregar
cause-bad_key = a chave do canal não é aceita
cause-bad_url = o endereço do canal está errado
cause-unknown_session = o gateway não conhece a sessão do canal
cause-not_working = a sessão do canal não funciona
cause-not_found = o gateway não responde no endereço dele
cause-slow_down = o gateway pede para ir mais devagar
cause-template_required = { $many ->
    [one] não tinha escrito nas últimas 24 horas, e então o WhatsApp só aceita um modelo aprovado
   *[other] não tinham escrito nas últimas 24 horas, e então o WhatsApp só aceita um modelo aprovado
 }
cause-template_values = o modelo tem outros espaços que os preenchidos
cause-template_unknown = o modelo não está aprovado nesse idioma
cause-template_paused = o WhatsApp pausou o modelo
cause-template_held = o WhatsApp não envia este modelo agora
cause-template_refused = o WhatsApp recusou o modelo
cause-not_reachable = o WhatsApp não alcança este número: pode não estar no WhatsApp
cause-not_on_test_list = o número não está na lista deste número de teste
cause-blocked_by_us = o nosso número bloqueou esta pessoa
cause-country_not_allowed = este número não pode escrever a pessoas desse país
cause-engagement_limit = por enquanto o WhatsApp não entrega mais publicidade a esta pessoa; tente amanhã
cause-experiment = o WhatsApp deixou de fora por causa de um experimento dele; não entregou
cause-pair_limit = mensagens demais para a mesma pessoa em pouco tempo
cause-spam_limited = o WhatsApp restringiu este número porque houve denúncias
cause-throughput = mensagens demais ao mesmo tempo
cause-to_ourselves = é o número do próprio canal
cause-media_failed = o WhatsApp não conseguiu aceitar o arquivo
cause-media_needs_public_url = este gateway busca os arquivos por conta própria, e não alcança o endereço do Belfry
cause-cannot_send_this = este gateway não pode enviar esse tipo de mensagem
cause-no_caption_with_audio = um áudio não leva legenda no WhatsApp; envie as palavras separadamente
cause-too_long = é mais longo do que o WhatsApp aceita
cause-caption_too_long = as palavras que vão com um arquivo têm até 1024 caracteres no WhatsApp; envie as mais longas à parte
cause-not_this_picture = o WhatsApp aceita aqui imagens JPEG ou PNG, e esta é WebP
cause-refused_by_provider = o gateway recusou
cause-provider_error = o gateway falhou, e também ao tentar de novo
cause-provider_busy = o WhatsApp estava ocupado demais
cause-other = { $code }
cause-count = { $n } porque { $cause }
notice-failed = { $n ->
    [1] { $number } “{ $title }” para { $who } falhou: { $causes }.
   *[other] Falharam { $n } mensagens de { $number } “{ $title }”: { $causes }.
 }
notice-failed-do = Quando a causa estiver resolvida, toque no botão ou escreva reenvie { $number } para enviar de novo o que falhou.
notice-skipped = { $n ->
    [1] { $number } “{ $title }” para { $who } não foi enviada: { $causes }.
   *[other] Não foram enviadas { $n } mensagens de { $number } “{ $title }”: { $causes }.
 }
notice-skipped-do = Se ainda deve sair, toque no botão ou escreva reenvie { $number }.
notice-skipped-opted_out = { $many ->
    [one] Volta a receber mensagens quando escrever START.
   *[other] Voltam a receber mensagens quando escreverem START.
 }
notice-skipped-no_phone = Dê o número, por exemplo: adicione contato { $first } +55 11 91234 5678. Depois toque no botão ou escreva reenvie { $number }.
notice-skipped-missed = Se ainda deve sair, escreva envie { $number } agora.
notice-skipped-too_many_people = Um proprietário pode permitir mais, com: canal { $channel } pessoas { $people }. Depois toque no botão ou escreva reenvie { $number }.
notice-unsure = Não sei se { $number } “{ $title }” chegou a { $who }: a resposta ao envio de { $when } nunca veio. Veja no telefone, por favor.
notice-unsure-arrived = { $number } para { $who }: resolvido, chegou.
notice-unsure-again = { $number } para { $who }: resolvido, está sendo enviada de novo agora.
notice-unsure-settled = { $number } para { $who }: resolvido sozinho.
notice-alarm = { $number } “{ $title }” chegou a { $who } embora estivesse cancelada. Isto não pode acontecer; avise quem cuida do Belfry, por favor.
notice-channel-down = O canal { $name } não funciona: { $reason }. As mensagens que forem para sair esperam por ele, até o limite de atraso.
notice-channel-risk = { $n ->
    [1] Por ele sai uma mensagem
   *[other] Por ele saem { $n } mensagens
 } nas próximas três horas, a primeira { $when }.
notice-channel-limit = O canal { $name } enviou { $n } das { $limit } mensagens que pode enviar hoje. O que passar disso espera, até ao limite de atraso.
notice-channel-limit-do = Deixe para amanhã o que pode esperar, ou envie por outro canal com “via”.
notice-channel-held = O canal { $name } não pode enviar por algum tempo: { $reason }. { $until }
notice-channel-held-until = Tento de novo às { $when }; o que vence espera, até ao seu limite de atraso.
notice-channel-held-do = Envie menos de uma vez, ou por outro canal com “via”.
notice-new-contacts = O WhatsApp não deixa agora o canal { $name } escrever a pessoas novas. Até { $when } seguro o que iria para quem nunca lhe escreveu nem recebeu nada dele, até ao limite de atraso; os outros recebem como sempre.
notice-new-contacts-do = Insistir piora as coisas, por isso não escreva a pessoas novas desse telefone, por favor. O que não pode esperar pode sair por outro canal com “via”.
notice-answers-only = O WhatsApp deixa agora o canal { $name } apenas responder. Até { $when } seguro o que iria para quem não lhe escreveu nas últimas 24 horas, até ao limite de atraso; os outros recebem como sempre.
notice-news-restricted = A Meta restringiu a conta de { $names }: { $type }. As mensagens continuam saindo.
notice-news-restricted-do = O Business Support Home da Meta diz por quê e aceita um pedido de revisão. O que não pode esperar pode sair por outro canal com “via”.
notice-news-until = Termina { $when }.
notice-news-violation = A Meta diz que { $names } violou uma regra do WhatsApp: { $type }. As mensagens continuam saindo; se voltar a acontecer, a Meta restringe a conta e por fim a fecha.
notice-news-violation-do = Pare, por favor, com aquilo de que se trata. Se for engano, peça uma revisão no Business Support Home da Meta.
notice-news-disabled_soon = A Meta vai desativar a conta de { $names } ({ $date ->
    [none] sem dizer o dia
   *[other] { $date }
 }). A partir daí nada sai por ela.
notice-news-disabled_soon-do = Peça antes disso uma revisão no Business Support Home da Meta, e envie o que não pode falhar por outro canal com “via”.
notice-news-quality = Houve denúncias contra { $names }: o WhatsApp considera agora baixa a sua qualidade e pode restringi-lo. As mensagens continuam saindo.
notice-news-quality-do = Escreva menos vezes durante alguns dias, só a quem pediu, e sem publicidade.
notice-news-quality_back = O WhatsApp não considera mais baixa a qualidade de { $names }.
notice-news-limit = O WhatsApp deixa agora { $names } escrever a menos pessoas: { $limit } em 24 horas que não tenham escrito elas próprias. O que passar disso é recusado.
notice-news-lifted = O WhatsApp já não restringe { $names }. O que esperava sai agora.
notice-news-limit-do = Espalhe por vários dias o que vai para muita gente. O limite sobe de novo sozinho quando as pessoas respondem e não denunciam.
notice-template-paused = O WhatsApp pausou o modelo { $template } de { $names } porque houve denúncias. Não é enviado até o WhatsApp levantar isso.
notice-template-rejected = O WhatsApp rejeitou o modelo { $template } de { $names }. Não é enviado.
notice-template-disabled = O WhatsApp desativou de vez o modelo { $template } de { $names }. Não é mais enviado.
notice-template-missing = O WhatsApp não conhece o modelo { $template } de { $names } neste idioma, ou não o aprovou.
notice-template-held = Por enquanto o WhatsApp não envia o modelo { $template } de { $names }.
notice-template-flagged = Houve denúncias contra o modelo { $template } de { $names }. O WhatsApp ainda o envia, e pode pausá-lo em breve.
notice-template-other = O WhatsApp não envia mais o modelo { $template } de { $names }: { $state }.
notice-template-needs = { $n ->
    [1] { $numbers } vai com ele
   *[other] { $numbers } vão com ele
 }{ $when ->
    [none] .
   *[other] , da próxima vez { $when }.
 }
notice-template-of-channel = O canal escreve com ele a quem não escreveu em 24 horas: entretanto essas pessoas não recebem nada.
notice-template-do = Corrija-o no WhatsApp Manager, ou cancele o que vai com ele e envie isso com outro modelo.
notice-template-waits = O que vai com ele espera enquanto puder atrasar, e sai sozinho assim que o WhatsApp voltar a enviar o modelo.
notice-template-back = O WhatsApp voltou a aprovar o modelo { $template } de { $names }.
health-answers_only = o WhatsApp agora só o deixa responder
health-no_tls = o endereço responde sem cifra
health-unknown_host = não há nenhuma máquina com o nome do endereço
health-no_business_account = a Meta não diz a que conta comercial o número pertence; pode indicá-la com: belfry channel set NOME --set business_account=ID
notice-channel-down-scan = Abra o gateway dele e leia o código de novo com o telefone.
notice-channel-down-key = Confira a chave e o endereço com: belfry channel check { $name }
notice-channel-down-wait = Se voltar por si, não é preciso fazer nada; se não voltar, veja o telefone e o gateway.
notice-preflight = O canal { $name } não funciona: { $reason }. { $n ->
    [1] Por ele sai uma mensagem
   *[other] Por ele saem { $n } mensagens
 } na próxima hora, a primeira { $when }.
notice-held-went_back = Parei de enviar: a base de dados voltou a como estava { $when } e não sabe nada do que saiu depois. Parece que foi reposta uma cópia de segurança.
notice-held-other_place = Parei de enviar: esta base de dados não está onde estava; foi mudada de lugar ou é uma cópia. O seu último sinal de vida foi { $when }. Se a original ainda envia, tudo sairia duas vezes.
notice-held-other_timeline = Parei de enviar: o servidor da base de dados voltou a um momento anterior. O último sinal de vida da base foi { $when }, e ela pode não saber o que saiu depois.
notice-held-living = Parei de enviar: há outro Belfry a funcionar com uma cópia desta base de dados, e envia as mesmas mensagens. O último sinal de vida desta foi { $when }.
notice-held-risk = O que poderia sair duas vezes: { $overdue } que estavam previstos antes de agora e { $ahead } previstos para as próximas 24 horas.
notice-held-next = O próximo sairia { $when }.
notice-held-do = Veja se nenhum outro Belfry envia e depois toque no botão (ou peça que alguém execute: belfry hold --end). O que estava previsto antes do toque não sai até o pedir; tudo o que vem depois sai como planeado.
notice-held-over = Os envios voltaram em { $when }.
notice-outage-not-running = O Belfry não estava funcionando de { $since } até { $until }.
notice-outage-channel = O canal { $name } não funcionou de { $since } até { $until }.
notice-outage-channel-still = O canal { $name } não funciona desde { $since }.
notice-outage-late = { $n ->
    [1] Uma mensagem saiu atrasada.
   *[other] { $n } mensagens saíram atrasadas.
 }
notice-outage-skipped = { $n ->
    [1] Para uma já era tarde demais e não foi enviada: { $what }.
   *[other] Para { $n } já era tarde demais e não foram enviadas: { $what }.
 }
notice-outage-more = { $n ->
    [1] E as de mais uma mensagem.
   *[other] E as de mais { $n } mensagens.
 }
notice-outage-do = O que não foi enviado só sai se você pedir.
notice-outage-left = Fica sem enviar, como você disse.
notice-outage-none-left = Do que não foi enviado, não resta mais nada para enviar.
notice-restored = O Belfry foi restaurado de uma cópia de segurança: está como estava { $when }. Alterações, cancelamentos e STOP posteriores não estão nela; confira a lista, por favor.
notice-restored-held = { $n ->
    [1] Um envio estava previsto desde então e pode já ter saído, por isso não foi feito.
   *[other] { $n } envios estavam previstos desde então e podem já ter saído, por isso não foram feitos.
 } Se não saiu, escreva: { $retries }
notice-restored-retry = reenvie { $number }
notice-restored-more = { $n ->
    [1] E mais uma mensagem, que aparece na lista.
   *[other] E mais { $n } mensagens, que aparecem na lista.
 }
notice-restored-unsure = { $n ->
    [1] Uma estava a caminho quando a cópia foi feita; pergunto por ela à parte.
   *[other] { $n } estavam a caminho quando a cópia foi feita; pergunto por cada uma à parte.
 }
notice-channel-back = O canal { $name } voltou a funcionar.
notice-failover = O canal { $name } não funciona desde { $when }: { $reason }. Por isso { $n ->
    [one] uma mensagem que em breve chegaria tarde sai
   *[other] { $n } mensagens que em breve chegariam tarde saem
 } por { $other }, como um proprietário permitiu. As seguintes voltam a sair por { $name } quando funcionar.
health-starting = a sessão ainda está iniciando
health-scan_qr_code = o telefone terminou a sessão
health-passkey_required = o telefone pede uma chave de acesso
health-passkey_confirmation_required = o telefone espera que a chave de acesso seja confirmada
health-new_contacts_capped = o WhatsApp não deixa este número escrever a mais pessoas novas este mês
health-new_contacts_warning = o WhatsApp avisa que este número escreve a muitas pessoas novas
health-stopped = a sessão está parada
health-failed = a sessão falhou
health-down = o gateway não responde
health-halted = o gateway recusa-nos
health-not_connected = não está conectado ao WhatsApp
health-not_loaded = a instância não está em funcionamento
health-license_required = a licença não está ativada
health-unknown_inbox = a caixa de entrada não existe, ou a chave não a pode ver
health-bad_ids = o número da conta ou da caixa de entrada não é válido
health-bot_key = a chave é de um bot, e um bot não pode procurar contatos
health-not_allowed = a chave não pode usar esta conta
health-account_suspended = a conta está suspensa
health-api_not_enabled = o plano não inclui a API
health-reauthorize = a caixa de entrada perdeu a permissão no WhatsApp
health-bad_key = a chave não é aceita ou já expirou: dê uma nova
health-no_permission = falta uma permissão à chave, ou a API ao plano
health-unknown_number = o identificador do número não é um que a chave possa usar
health-unknown_vendor = o vendor uid não é conhecido lá
health-not_set_up = o WhatsApp ainda não está configurado lá
health-not_registered = o número não está registrado no WhatsApp
health-name_not_approved = o WhatsApp não aprovou o nome que mostra
health-payment_problem = o WhatsApp não conseguiu cobrar: veja a forma de pagamento
health-slow_down = o gateway dele pede mais devagar
health-http_429 = o gateway dele pede mais devagar
health-app_limit = a aplicação esgotou as chamadas ao WhatsApp
health-account_limit = a conta esgotou as chamadas ao WhatsApp
health-conversation_limit = mensagens demais para uma pessoa num minuto
health-registration_limit = o número dele foi registado vezes demais
health-maintenance = o WhatsApp está a trabalhar no número dele
health-slow = o gateway dele pede mais devagar
health-account_restricted = o WhatsApp restringiu a conta
health-account_locked = o WhatsApp bloqueou a conta
health-account_disabled = o WhatsApp desativou a conta
health-account_deleted = a conta não existe mais
health-rate_limited = o WhatsApp não deixa enviar mais por agora
health-quality_low = houve denúncias: o WhatsApp avalia a qualidade como baixa
health-not_well = o serviço diz que não está bem
health-other = { $reason }
advice-bad_key = Crie uma chave nova no gateway e indique-a com: belfry channel set { $name } --key -
advice-not_registered = Registre o número no gestor do próprio gateway, com o PIN dele.
advice-payment_problem = Abra as configurações de cobrança no WhatsApp e corrija a forma de pagamento.
advice-spam_limited = Escreva menos, e só a quem pediu; cada tentativa piora. O WhatsApp levanta isto sozinho em horas ou dias.
advice-unknown_number = Compare o identificador do número com a página API Setup, e veja se o usuário da chave o pode usar.
advice-unknown_vendor = Compare o vendor uid com a página API access da sua conta lá.
advice-not_set_up = Termine a configuração da Cloud API na sua conta lá.
advice-quality_low = Escreva com menos frequência, e só a quem pediu: o WhatsApp levanta isso por si.
advice-not_connected = Abra o gateway e veja se o telefone continua conectado; se não, leia o código de novo.
advice-not_loaded = Abra o gateway, inicie a instância e veja se o telefone continua conectado.
advice-license_required = Ative a licença no gestor do próprio gateway.
advice-unknown_inbox = Compare o número da caixa de entrada com o endereço da página de configurações dela, e adicione à caixa o usuário da chave.
advice-bad_ids = Ambos são números inteiros e estão nos endereços do próprio gateway: accounts/4 e inboxes/7.
advice-bot_key = Dê antes o token de acesso de um usuário, de preferência um só para isto: Definições do perfil, Token de acesso.
advice-not_allowed = Compare o número da conta, e dê ao usuário do token um papel nessa conta.
advice-account_suspended = Quem cuida do gateway sabe dizer por quê.
advice-api_not_enabled = Escolha um plano com API, ou instale o gateway por conta própria.
advice-reauthorize = Abra as configurações da caixa de entrada no gateway e conecte-a de novo ao WhatsApp.
notice-answer = { $who } escreve:
notice-answer-part = Parte { $part } de { $n } ({ $length } caracteres).
notice-answer-do = Responda a esta bolha para responder pelo mesmo canal.
notice-opted_out = { $who } escreveu STOP. Não recebe mais nada até escrever START.
notice-opted_in = { $who } escreveu START e volta a receber mensagens.
notice-reminder = Lembrete: { $text }
no-text-kind = (sem texto: { $kind })

### Resumo

digest-head = { $workspace }, semana de { $first } a { $last }
digest-quiet = Nenhuma mensagem estava prevista.
digest-due = { $due ->
    [1] Estava prevista { $due } mensagem
   *[other] Estavam previstas { $due } mensagens
 }: enviadas { $sent }, entregues { $delivered }, lidas { $read }.
digest-trouble = Com falha { $failed }, sem confirmação { $unsure }, não enviadas { $skipped }.
digest-no-trouble = Nenhuma falhou, nenhuma sem confirmação, nenhuma ficou de fora.
digest-causes = Por quê: { $causes }.
digest-lateness = Atraso: { $median } em geral, { $worst } no pior caso.
digest-doubles-none = Enviadas duas vezes: nenhuma. Cada mensagem tem um identificador só seu, e nunca foi aceito um segundo para a mesma.
digest-doubles-unsure = Enviadas duas vezes: nenhuma que se saiba. Cada mensagem tem um identificador só seu; de { $unsure } ainda não sei se chegaram.
digest-doubles = Enviadas duas vezes: { $n }. Isto não pode acontecer; avise quem cuida do Belfry, por favor.
digest-coverage = Chegou confirmação de { $percent } % do que foi enviado.
digest-needs-head = Precisa de atenção:
digest-need-unsure = { $number } para { $name }: veja no telefone se chegou.
digest-need-failed = { $number } para { $name } falhou: reenvie { $number }
digest-need-channel_down = O canal { $name } não funciona.
digest-need-no_phone = { $name } não tem número: adicione contato { $name } +55 11 91234 5678
digest-need-more = … e mais { $n }.
digest-needs-none = Nada precisa de atenção.
digest-opt-outs = { $n ->
    [0] Ninguém escreveu STOP.
    [1] Uma pessoa escreveu STOP.
   *[other] { $n } pessoas escreveram STOP.
 }
digest-answers = { $n ->
    [1] Chegou uma resposta.
   *[other] Chegaram { $n } respostas.
 }
digest-next-head = Na próxima semana:
digest-next-none = Na próxima semana não há nada agendado.
digest-next-line = { $day }: { $n }

### Calendário

calendar-total = { $copies ->
    [0] Este mês não sai nada.
    [1] Este mês sai uma mensagem.
   *[other] Este mês saem { $copies } mensagens, em { $days ->
        [1] um dia
       *[other] { $days } dias
    }.
 }
calendar-today = Hoje é { $day }.
calendar-day = { $day }: { $n }
calendar-trouble = Problemas: { $days }.
calendar-trouble-day = { $day } ({ $n })
calendar-tap = Toque num dia para ver as mensagens dele.
calendar-day-empty = Nada sai.
calendar-line = { $number } · { $times } · { $who } · { $text }
calendar-line-state = { $number } · { $times } · { $who } · { $text } · { $progress }
calendar-line-people = { $n } pessoas
calendar-day-rest = … e mais { $n }.
calendar-day-missed = { $n ->
    [1] Uma vez passou sem envio.
   *[other] { $n } vezes passaram sem envio.
 }

### O que está escrito nas imagens: uma ou duas palavras

picture-sent = Enviadas
picture-delivered = Entregues
picture-read = Lidas
picture-failed = Com falha
picture-unsure = Sem confirmação
picture-skipped = Não enviadas
picture-next-week = Próxima semana
picture-nothing-due = Nada previsto
picture-nothing-next = Nada agendado
picture-per-day = mensagens por dia
picture-trouble = problemas

### Partes pequenas

all-but = { $who } exceto { $others }
shift-later = { $length } mais tarde
shift-earlier = { $length } mais cedo

### Limites: o que pode uma mensagem ou um canal

ask-too_many_people = São mais pessoas do que o canal permite numa mensagem. Um proprietário pode permitir mais; depois tente de novo.
ask-beyond_tier = São mais pessoas do que o WhatsApp permite a este canal. Envie a menos.
limit-people = Isto vai para { $n } pessoas, mais do que as { $most } que { $channel } permite numa mensagem: os números que escrevem a muita gente de uma vez são banidos.
limit-people-owner = Pode permitir { $n } a partir de agora, com o botão ou com: { $example }
limit-people-ask = Um proprietário pode permitir mais, com: { $example } – depois tente de novo.
limit-tier = Isto vai para { $n } pessoas. O WhatsApp deixa { $channel } escrever a { $most } em 24 horas. Envie a menos, ou por partes em vários dias.
option-try-again = Tentar de novo
button-allow-people = Permitir { $n } e enviar
example-channel-people = canal { $channel } pessoas { $n }
error-too_many_people = Isto vai para { $people } pessoas, mais do que as { $most } que { $channel } permite numa mensagem. Um proprietário pode permitir mais, com: canal { $channel } pessoas { $people }
error-beyond_tier = Isto vai para { $people } pessoas. O WhatsApp deixa { $channel } escrever a { $most } em 24 horas. Envie a menos, ou por partes em vários dias.
error-bad_limit = “{ $limit }” não é um limite. Escreva um número, ou nenhum.
channel-word = canal
channel-pace-words = ritmo
channel-people-words = pessoas | destinatários
channel-daily-words = diário | limite | limite diário
channel-new-words = novos | pessoas novas | novas
channel-warm-up-words = aquecimento
channel-guard-pace = ritmo { $pace }
channel-guard-people = no máximo { $n } pessoas por mensagem
channel-guard-new = no máximo { $n } pessoas novas por dia
channel-guard-warm-up = em aquecimento: { $steps } mensagens por dia, a partir de hoje
channel-changed = { $name } mudou.
ask-quiet_hours = Isso cai em horas de silêncio. O que faço?
ask-beyond = Não cabem todos. O que faço?
why-quiet_hours = horas de silêncio
why-daily_limit = o limite diário do canal
why-new_limit = o limite de pessoas novas por dia
why-person_limit = já recebem mensagens suficientes nesse dia
why-past_end = depois do seu fim
waits-all = Sai { $when } ({ $why }).
waits-some = { $n } de { $people } recebem { $when } ({ $why }).
left-out = { $n ->
    [one] 1 pessoa fica de fora
   *[other] { $n } pessoas ficam de fora
  }: { $why }.
would-be-left-out = { $n ->
    [one] Essa pessoa ficaria de fora.
   *[other] Essas { $n } ficariam de fora.
  }
waiting-until = { $n ->
    [one] 1 espera
   *[other] { $n } esperam
  }: { $when }.
quiet-anyway = Sai à sua hora, também em horas de silêncio.
span = { $first } – { $last }
limit-quiet = As horas de silêncio são { $hours }. Sairia nelas: { $when }.
limit-quiet-some = As horas de silêncio são { $hours }. { $n } de { $people } receberiam nelas ({ $when }).
limit-daily_limit = { $channel } envia no máximo { $limit } por dia. { $n } de { $people } não cabem em { $day }.
limit-new_limit = { $channel } escreve no máximo a { $limit } pessoas novas por dia. { $n } de { $people } não cabem em { $day }.
limit-person_limit = Ninguém recebe mais de { $limit } por dia. { $n } de { $people } já os têm em { $day }.
limit-past_end = Ao ritmo deste canal, { $n } de { $people } receberiam depois do seu fim.
option-wait = { $when }
option-wait-quiet = Quando acabarem: { $when }
option-wait-rest = Os outros { $n }: { $when }
option-anyway = Na hora mesmo assim
option-part = Só os { $n } que cabem
option-leave-out = Deixar de fora essas horas
choice-wait-words = esperar | mais tarde | depois | quando acabarem | no dia seguinte
choice-anyway-words = mesmo assim | na hora | na mesma | à sua hora | envie mesmo assim
choice-part-words = só esses | só os outros | deixar de fora | os que cabem
confirm-now-quiet = { $n ->
    [one] As horas de silêncio são { $hours }. Envio agora mesmo assim?
   *[other] As horas de silêncio são { $hours }. Envio agora a { $n } pessoas mesmo assim?
  }
cause-new_limit = o canal já tinha escrito para todas as pessoas novas que pode num dia
cause-person_limit = { $many ->
    [one] já tinha mensagens suficientes para um dia
   *[other] já tinham mensagens suficientes para um dia
 }
cause-quiet_hours = caía nas horas de silêncio
cause-past_end = teria saído depois do fim
quiet-words = horas de silêncio | horário de silêncio | silêncio
quiet-none-words = sem horas de silêncio | sem horário de silêncio | sem silêncio | retire as horas de silêncio | tire o horário de silêncio
house-quiet-words = silêncio | horas de silêncio
house-person_limit-words = limite por pessoa | limite
house-quiet = Horas de silêncio { $hours }: então não se escreve a ninguém, pelo relógio de cada um, se for conhecido.
house-person-limit = { $n ->
    [1] Ninguém recebe mais de 1 mensagem por dia, fora lembretes e respostas.
   *[other] Ninguém recebe mais de { $n } mensagens por dia, fora lembretes e respostas.
 }
house-quiet-waits = { $n ->
    [one] { $numbers } cai nelas e agora espera que acabem.
   *[other] { $numbers } caem nelas e agora esperam que acabem.
  }
example-house-quiet = horas de silêncio 21:00 a 8:00
example-house-person_limit = espaço limite por pessoa 3
error-bad_quiet = Isso não são horas de silêncio. Escreva-as assim: horas de silêncio 21:00 a 8:00, ou: sem horas de silêncio

### What a channel's kind asks for, and where its webhook is entered

field-waha-url = o endereço do servidor WAHA, por exemplo http://127.0.0.1:3000
field-waha-key = a chave de API do WAHA (X-Api-Key); basta uma que só possa ler e enviar nesta sessão
field-waha-session = o nome da sessão do WAHA
field-cloud-key = o token de acesso de um usuário do sistema que possa usar whatsapp_business_messaging
field-cloud-session = o id do número de telefone, na página do app WhatsApp > API Setup
field-cloud-app_secret = o segredo do app, em App settings > Basic: assina o que a Meta nos envia
field-cloud-url = o endereço da Graph API
field-cloud-version = a versão da Graph API
field-template = um modelo aprovado com um só espaço, para quem não escreveu em 24 horas
field-template_language = o código de idioma desse modelo
field-chatwoot-url = o endereço do Chatwoot, por exemplo https://app.chatwoot.com
field-chatwoot-key = o token de acesso de um usuário próprio, adicionado à caixa (o de um bot não consegue buscar contatos)
field-chatwoot-account = o número da conta: o 4 no endereço do Chatwoot, .../app/accounts/4
field-chatwoot-session = o número da caixa do WhatsApp: o 7 no endereço dela, .../settings/inboxes/7
field-chatwoot-signing_secret = o segredo que o Chatwoot mostra para o webhook; com ele, só são aceitas chamadas que o Chatwoot assina
field-chatwoot-window = 24h se a caixa está na API oficial do WhatsApp
field-evolution-url = o endereço da Evolution API, por exemplo http://127.0.0.1:8080
field-evolution-key = a chave da instância (apikey); a global também serve, e pode mais do que o necessário
field-evolution-session = o nome da instância
field-bizchat-vendor_uid = o vendor uid, na página API access da sua conta BizChat
field-bizchat-key = o token de acesso da mesma página
field-bizchat-url = o endereço da API, até /api inclusive
field-bizchat-session = o from_phone_number_id; * para o número padrão de lá
field-bizchat-token_in = onde vai o token
field-bizchat-webhook_header = o cabeçalho em que o seu BizChat envia o segredo do webhook, se puder
field-http-url = o endereço para onde cada mensagem é enviada
field-http-key = a chave do seu serviço, se ele pedir uma
field-http-key_header = o cabeçalho em que vai a chave
field-http-body = o JSON a enviar, com os espaços to, text, token, sender, reply_to, media_url e media_base64 entre chaves
field-http-id_path = onde a resposta traz o id da mensagem, como JSONPath
field-http-look_up_path = o caminho que diz até onde uma mensagem chegou, com id ou token entre chaves
field-http-check_path = o caminho que responde 2xx enquanto o seu serviço está bem
field-http-session = o nome do remetente no seu serviço; * se só tiver um
webhook-steps-waha = No painel do WAHA abra a sessão, adicione um webhook com este endereço, ponha o segredo na chave HMAC e escolha os eventos message.any, message.ack e session.status.
webhook-steps-cloud = No app da Meta abra WhatsApp, Configuration, toque em Edit ao lado de Webhook, cole o endereço como callback URL e o segredo como verify token; depois assine o campo messages.
webhook-steps-chatwoot = No Chatwoot abra Settings, Integrations, Webhooks e adicione um com este endereço, seguido de ?token= e o segredo, e os eventos message_created e message_updated.
webhook-steps-evolution = No gerenciador da Evolution abra a instância, Events, Webhook: este endereço, o cabeçalho authorization com Bearer e o segredo, e os eventos MESSAGES_UPSERT, MESSAGES_UPDATE, SEND_MESSAGE, CONNECTION_UPDATE e QRCODE_UPDATED. Se não der para pôr um cabeçalho, acrescente ?token= e o segredo ao endereço.
webhook-steps-bizchat = Na página API access do BizChat ligue o webhook, cole o endereço e toque em Verify Webhook; o segredo vai no cabeçalho que indicou, se indicou um.
webhook-steps-http = Faça o seu serviço enviar os recibos e as respostas para este endereço, como diz o README dos gateways.
