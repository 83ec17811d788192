# Yang dikatakan bot, dalam bahasa Indonesia. Hanya kata-kata: kode yang memberi format di sekitar nilai.
# Sapaan "Anda"; istilah selalu sama: pesan, kontak, grup, tag, saluran, gateway, tim, ruang kerja.

### Daftar, angka, lama waktu

list-and = { $names } dan { $last }
list-more = { $names } dan { $more } lainnya
cut = { $text }… ({ $length } karakter)
length-instant = kurang dari satu detik
length-seconds = { $n } dtk
length-minutes = { $n } mnt
length-hours = { $n } jam
length-days = { $n } hari
people = { $n } orang
me = Anda
for-me = untuk Anda
everyone = semua orang
group-name = grup { $name }
tag-name = semua yang bertag { $name }
to-name = { $name }
to-group = grup { $name }
to-tag = semua yang bertag { $name }

### Waktu dan tanggal. Polanya dari CLDR (babel.pocoo.org)

pattern-date = EEEE, d MMMM y
pattern-weekday-day = EEE d
pattern-short-date = EEE d MMM
pattern-short-date-year = EEE d MMM y
pattern-except = d MMMM y
day-at = { $day } pukul { $time }
short-day-at = { $day } { $time }
on-when = pada { $when }
one-day = { $day }
in-zone = { $when } waktu { $zone }
starting = { $when }, mulai { $day }
with-until = { $when }, sampai { $day }
with-except = { $when }, kecuali { $days }
rule-at = { $rule } pukul { $times }
rule-count = { $rule }, { $count } kali
rule-daily = { $every ->
    [1] setiap hari
   *[other] setiap { $every } hari
 }
rule-hourly = { $every ->
    [1] setiap jam
   *[other] setiap { $every } jam
 }
rule-minutely = { $every ->
    [1] setiap menit
   *[other] setiap { $every } menit
 }
rule-weekdays = setiap hari kerja
rule-weekly = { $every ->
    [1] setiap { $days }
   *[other] setiap { $every } minggu pada { $days }
 }
weekly-day = { $day ->
    [6] hari Minggu
   *[other] { $weekday }
 }
rule-monthly = { $every ->
    [1] { $days } setiap bulan
   *[other] { $days } setiap { $every } bulan
 }
rule-yearly = { $every ->
    [1] setiap tahun pada { $day } { $month }
   *[other] setiap { $every } tahun pada { $day } { $month }
 }
rule-weekly-bare = { $every ->
    [1] setiap minggu
   *[other] setiap { $every } minggu
 }
rule-monthly-bare = { $every ->
    [1] setiap bulan
   *[other] setiap { $every } bulan
 }
rule-yearly-bare = { $every ->
    [1] setiap tahun
   *[other] setiap { $every } tahun
 }
rule-yearly-days = { $every ->
    [1] setiap tahun pada { $days } bulan { $month }
   *[other] setiap { $every } tahun pada { $days } bulan { $month }
 }
rule-year-days = { $days } setiap tahun
rule-months = { $rule } kecuali bulan { $months }
rule-other = menurut aturan { $rule }
last-day = hari terakhir
day-of-month = tanggal { $day }
nth = { $noun } { $n ->
    [1] pertama
    [2] kedua
    [3] ketiga
    [4] keempat
    [5] kelima
    [-5] kelima dari akhir
    [-4] keempat dari akhir
    [-3] ketiga dari akhir
    [-2] kedua dari akhir
    [-1] terakhir
   *[other] ke-{ $n }
 }
noun-weekday = { $day ->
    [6] hari Minggu
   *[other] { $weekday }
 }
noun-day = hari
noun-work = hari kerja
noun-weekend = hari akhir pekan
day-or-last = { $first } atau kalau tidak ada hari terakhir

### Sebuah pesan, seperti yang tampak di gelembungnya

head-scheduled = Terjadwal: { $number } untuk { $who }
head-reminder = Pengingat { $number } untuk Anda
head-now = Mengirim { $number } ke { $who }
head-moved = Dipindahkan: { $number } untuk { $who }
head-edited = Diubah: { $number } untuk { $who }
head-paused = Dijeda: { $number } untuk { $who }
head-resumed = Dilanjutkan: { $number } untuk { $who }
head-skipped = Dilewati yang berikutnya dari { $number } untuk { $who }
head-skipped-days = Dilewati sebagian dari { $number } untuk { $who }
head-cancelled = Dibatalkan: { $number } untuk { $who }
head-undone = Diurungkan: { $number } untuk { $who }
head-shown = { $number } untuk { $who }
head-people = { $head } ({ $n } orang)
was-when = Tadinya untuk { $when }
leaves-in = Keluar pukul { $time }, { $n ->
    [1] satu detik
    [10] sepuluh detik
   *[other] { $n } detik
} lagi.
here-it-is = Di sini itu { $when }.
next-times = Berikutnya: { $times }
next-time = Berikutnya: { $time }
spread = Dengan laju saluran ini, keluar dari { $first } sampai { $last }.
state-paused = Dijeda: tidak ada yang keluar sampai Anda melanjutkannya.
state-paused-until = Dijeda sampai { $day }: sebelum itu tidak ada yang keluar.
state-paused-past = Dijeda, dan waktunya sudah lewat. Beri waktu baru, misalnya: pindahkan { $number } ke Jumat pukul 9:00
state-cancelled = Dibatalkan: tidak ada lagi yang keluar.
state-over = Sudah keluar; tidak ada lagi yang akan dikirim.
placeholder-name = nama
fills-name = { $n ->
    [1] { $name } menjadi namanya: { $who }.
   *[other] { $name } menjadi nama masing-masing.
}
fills-nothing-else = { $n ->
    [1] { $names } terkirim seperti tertulis: hanya { $name } yang diisi.
   *[other] { $names } terkirim seperti tertulis: hanya { $name } yang diisi.
}
missing-phone = { $n ->
    [1] { $names } belum punya nomor. Berikan nomornya: tambah kontak { $first } +62 812 3456 7890
   *[other] { $names } belum punya nomor. Berikan nomornya, misalnya: tambah kontak { $first } +62 812 3456 7890
 }
blocked-people = { $n ->
    [1] { $names } menulis STOP dan tidak menerima apa pun sampai menulis START.
   *[other] { $names } menulis STOP dan tidak menerima apa pun sampai mereka menulis START.
 }
barred-people = { $n ->
    [1] { $names } diblokir dan tidak menerima apa pun sampai Anda buka blokirnya.
   *[other] { $names } diblokir dan tidak menerima apa pun sampai Anda buka blokirnya.
 }
template-people = { $n } di antaranya
goes-as-template = { $n ->
    [1] { $names } belum akan menulis dalam 24 jam sebelumnya: pesannya dikirim dengan templat { $template }, dalam satu baris.
   *[other] { $names } belum akan menulis dalam 24 jam sebelumnya: kepada mereka pesannya dikirim dengan templat { $template }, dalam satu baris.
 }
needs-template = { $n ->
    [1] { $names } belum akan menulis dalam 24 jam sebelumnya, dan saat itu WhatsApp hanya menerima templat yang disetujui: pesannya tidak keluar kecuali ada tulisan darinya. Untuk menentukan templat: belfry channel set { $channel } --set template=NAMA
   *[other] { $names } belum akan menulis dalam 24 jam sebelumnya, dan saat itu WhatsApp hanya menerima templat yang disetujui: untuk mereka pesannya tidak keluar kecuali ada tulisan dari mereka. Untuk menentukan templat: belfry channel set { $channel } --set template=NAMA
 }
late-reminder = Ini pengingat: jika tidak bisa keluar dalam 15 menit dari waktunya, dilewati dan Anda saya kabari.
late-at-most = Keluar paling lama { $length } terlambat; lewat dari itu dilewati dan Anda diberi tahu.
late-even_if_late = Tetap keluar walaupun terlambat, dalam satu hari.
late-only_if_on_time = Keluar hanya jika tepat waktu, sampai ke menitnya; jika tidak, dilewati dan Anda saya kabari.
answered-if_not = Keluar hanya jika orangnya belum menulis sejak dijadwalkan, atau sejak terakhir keluar; kalau sudah, dilewati dan Anda saya kabari.
answered-until = Terus dikirim sampai orangnya membalas; setelah itu selesai untuknya.
channel-waits = Saluran { $channel } sedang tidak berfungsi. Yang tiba waktunya menunggu saluran itu, sampai batas keterlambatannya.
in-workspace = Di { $workspace }.
also-staff-of = Anda anggota tim di { $n } ruang kerja. Di sini saya bekerja untuk { $workspace }; yang lain adalah { $others }.

tick-waiting = 🕘 Menunggu
tick-sending = 🕘 Sedang keluar
tick-sent = ✓ Terkirim
tick-delivered = ✓✓ Sampai
tick-read = ✓✓ Dibaca
tick-failed = ✗ Gagal
tick-unsure = ? Belum pasti sampai
tick-skipped = – Tidak dikirim
tick-cancelled = – Ditarik
count-waiting = { $n } menunggu
count-sent = { $n } terkirim ✓
count-delivered = { $n } sampai ✓✓
count-read = { $n } dibaca
count-failed = { $n } gagal ✗
count-unsure = { $n } belum pasti ?
count-skipped = { $n } tidak dikirim
count-cancelled = { $n } ditarik
progress-last = Terakhir, { $when }: { $progress }
by-stand-in = { $n } lewat { $channel }, karena salurannya sendiri tidak berfungsi.

assumed-am = Saya membaca jamnya sebagai pagi.
assumed-pm = Saya membaca jamnya sebagai siang atau malam.
assumed-noon = Saya membaca 12 sebagai tengah hari.
assumed-day-first = Saya membaca tanggalnya dengan hari dulu, lalu bulan.
assumed-month-first = Saya membaca tanggalnya dengan bulan dulu, lalu hari.
assumed-year-first = Saya membaca tanggalnya dengan tahun dulu.
assumed-hours = Saya membaca jamnya menurut jam buka Anda.
assumed-other = Saya menganggap: { $what }.
instead = Atau { $what }?

button-undo = Urungkan
button-stop = Hentikan
button-pause = Jeda
button-resume = Lanjutkan
button-cancel = Batalkan
button-skip = Lewati yang berikutnya
button-show = { $number }
button-yes = Ya
button-no = Tidak
button-never-mind = Tidak jadi
button-retry = Kirim lagi
button-go-on = Lanjutkan pengiriman
button-send-rest = { $n ->
    [1] Kirim sekarang
   *[other] Kirim { $n } itu sekarang
 }
button-leave-rest = { $n ->
    [1] Biarkan saja
   *[other] Biarkan saja
 }
button-arrived = Sudah sampai
button-not-arrived = Belum sampai – kirim lagi
button-more = Lainnya
button-part-before = ‹ Sebelumnya
button-part-after = Lanjut ›
button-calendar = Kalender
button-this-month = Bulan ini
button-month-before = ‹ { $month }
button-month-after = { $month } ›
tap-done = Sudah dilakukan.
tap-sends = { $n ->
    [1] Satu sedang dikirim.
   *[other] { $n } sedang dikirim.
 }
tap-late = Terlambat: sudah keluar.
tap-changed = Sudah berubah sejak itu. Lihat lagi.
tap-gone = Tombol ini sudah terlalu lama. Tulis saja kepada saya.
tap-ok = Selesai.

### Konfirmasi

confirm = Kirim ini ke { $n } orang?
confirm-now = Kirim ini ke { $n } orang sekarang?
confirm-edit = { $gone ->
   *[other] { $gone } orang sudah mendapat teks lama. Ubah untuk { $n } lainnya?
 }
confirm-dropped = Tidak jadi: tidak ada yang dijadwalkan.
question-dropped = Tidak jadi: tidak ada yang dilakukan.
question-replaced = (Pertanyaan sebelumnya tidak berlaku lagi.)
question-undone = Untuk yang dilakukan sebelumnya, tulis sekali lagi: { $example }
nothing-open = Tidak ada pertanyaan yang terbuka.
yes-words = ya | iya | y | yup | oke | ok | okay | boleh | betul | benar | setuju | lakukan | lanjut | kirim saja | silakan
no-words = tidak | tak | enggak | nggak | gak | ga | jangan | batal | tidak jadi | gak jadi | nggak jadi | lupakan | nanti saja

### Bacaan yang diucapkan. Yang dikatakan tentang waktu terbaca sebagai waktu yang sama

read-schedule = Saya kirim “{ $text }” ke { $to } { $when }.
read-now = Saya kirim “{ $text }” ke { $to } sekarang.
read-remind = Saya ingatkan Anda { $when }: “{ $text }”
read-send-again = Saya kirim { $numbers } sekarang.
read-cancel = Saya batalkan { $numbers }.
read-move = Saya pindahkan { $numbers } ke { $when }.
read-move-rule = Saya pindahkan { $numbers }: { $when }.
read-move-one = Saya pindahkan hanya yang berikutnya dari { $numbers } ke { $when }.
read-shift = Saya geser { $numbers } { $shift }.
read-edit = Saya ubah { $numbers }: { $what }.
read-pause = Saya jeda { $numbers }.
read-pause-until = Saya jeda { $numbers } sampai { $day }.
read-resume = Saya lanjutkan { $numbers }.
read-skip = Saya lewati yang berikutnya dari { $numbers }.
read-skip-days = Saya lewati { $days } dari { $numbers }.
read-retry = Saya kirim lagi yang gagal dari { $numbers }.
read-undo = Saya urungkan perubahan terakhir Anda.
list-for = { " " }untuk { $who }
read-list = Saya tampilkan yang akan keluar{ $who }.
read-list-day = Saya tampilkan yang akan keluar{ $who } pada { $day }.
read-list-range = Saya tampilkan yang akan keluar{ $who } dari { $first } sampai { $last }.
read-show = Saya tampilkan { $numbers }.
read-history = Saya tampilkan yang sudah dikirim ke { $to }.
read-status = Saya tampilkan sudah sampai di mana.
read-add-contact = Saya tambahkan kontak { $name }.
read-add-contact-phone = Saya tambahkan kontak { $name } dengan nomor { $phone }.
read-tag = Saya beri tag { $tags } kepada { $to }.
read-untag = Saya lepas tag { $tags } dari { $who }.
read-join_group = Saya masukkan { $who } ke grup { $group }.
read-leave_group = Saya keluarkan { $who } dari grup { $group }.
read-new_group = Saya buat grup { $group }.
read-remove_group = Saya hapus grup { $group }; orang-orangnya tetap ada di kontak.
read-groups = Daftar grup:
read-members = Yang ada di { $group }:
read-rename = Saya ganti nama { $who } menjadi { $name }.
read-block = Saya blokir { $who }: tidak ada lagi yang dikirim ke sana.
read-remove_contact = Saya hapus { $who } dari kontak.
read-unblock = Saya buka blokir { $who }.
read-contacts = Saya tampilkan kontak Anda.
read-digest = Saya tampilkan ringkasan minggu ini.
read-calendar = Saya tampilkan kalender { $month }.
read-calendar-now = Saya tampilkan kalender bulan ini.
read-help = Saya jelaskan apa yang bisa saya lakukan.
read-other = Saya mengerti: { $intent }.
edit-text = teksnya menjadi “{ $text }”
edit-rule = berulang { $rule }
edit-starts = dimulai { $when }
edit-until = berakhir { $day }
edit-late-at-most = keluar paling lama { $length } terlambat
edit-late-even_if_late = keluar walaupun terlambat
edit-late-only_if_on_time = keluar hanya jika tepat waktu
edit-add = { $who } ikut menerima
edit-remove = { $who } tidak menerima lagi
so-far = Sejauh ini: { $what }.
so-far-move = pindahkan { $numbers } ke { $when }
so-far-move-shift = geser { $numbers } { $shift }
so-far-text = “{ $text }”
so-far-to = untuk { $who }
so-far-when = { $when }
so-far-rule = { $rule }
so-far-number = untuk { $numbers }

### Pertanyaan

ask-missing-time = Kapan harus keluar?
ask-missing-time-move = { $numbers } dipindahkan ke kapan?
ask-missing-day = Hari apa?
ask-missing-message = Apa isinya?
ask-missing-recipient = Untuk siapa?
ask-missing-target = Pesan yang mana? Sebutkan nomornya, misalnya #12.
ask-missing-contact = Siapa yang Anda maksud? Misalnya: tambah kontak Bruno +62 812 3456 7890
ask-missing-phone = Berapa nomornya? Tulis sekaligus, misalnya: tambah kontak Bruno +62 812 3456 7890
ask-missing-phone-of = Berapa nomor { $name }? Tulis: tambah kontak { $name } +62 812 3456 7890, atau bagikan kartu kontaknya.
ask-missing-tag = Tag apa?
ask-missing-rule = Berulang setiap kapan? Misalnya: setiap Senin pukul 18:00
ask-missing-other = Yang kurang: { $what }. Bisa Anda sebutkan?
ask-past = Waktu itu sudah lewat. Kapan harus keluar?
ask-ambiguous_recipient = Siapa yang Anda maksud?
ask-unknown_recipient = Saya tidak kenal { $unknown }. Siapa yang Anda maksud? Untuk orang baru: tambah kontak { $first } +62 812 3456 7890
ask-unknown_recipient-offers = Saya tidak kenal { $unknown }. Apakah maksud Anda salah satu dari ini? Untuk orang baru: tambah kontak { $first } +62 812 3456 7890
ask-unknown_group-offers = Belum ada grup { $unknown }. Mau bagaimana?
ask-unknown_group = Tidak ada grup { $unknown }. Tulis daftar grup untuk melihat yang ada.
ask-time_in_message = Apakah waktunya bagian dari teks, atau waktu pesannya keluar?
ask-invalid_time = Jam itu tidak ada. Jam berapa yang Anda maksud?
ask-invalid_date = Tanggal itu tidak ada. Hari apa yang Anda maksud?
ask-short_months = Beberapa bulan tidak punya tanggal itu. Lalu bagaimana?
ask-same_weekday = Maksud Anda hari ini, atau seminggu lagi?
ask-next_weekday = Hari yang mana maksud Anda?
ask-high_frequency = Itu { $rule }. Benar begitu?
ask-date_order = Tanggal yang mana maksud Anda?
ask-am_pm = Pagi atau sore?
ask-multiple_commands = Itu beberapa hal sekaligus. Tolong tulis satu per satu.
ask-multiple_times = Anda menyebut lebih dari satu waktu. Yang mana yang benar?
ask-ambiguous_target = Pesan yang mana maksud Anda?
ask-confirm_all = { $n ->
    [1] Itu satu pesan: { $numbers }. Lakukan?
   *[other] Itu { $n } pesan: { $numbers }. Lakukan?
 }
ask-confirm_all-days = Dari pesan berulang hanya { $days } yang dilewati; setelah itu berlanjut.
ask-all_contacts = Itu ke semua kontak Anda. Lakukan?
ask-scope = Hanya yang berikutnya, atau yang ini dan semua setelahnya?
ask-answered_now = Itu melihat jawaban mulai sekarang: perlu jam yang lebih nanti dan orang yang bisa menjawab. Kapan keluarnya, dan ke siapa?
ask-scope-day = Hanya hari itu, atau seluruh serinya?
ask-biweekly = Maksudnya dua minggu sekali, atau dua kali seminggu?
ask-nth_or_interval = Maksudnya sebulan sekali, atau setiap sekian minggu?
ask-weekend = Sabtu, Minggu, atau keduanya?
ask-vague_time = Tepatnya pukul berapa?
ask-no_clock = Pukul berapa?
ask-weekday_mismatch = Hari dan tanggalnya tidak cocok. Hari apa yang Anda maksud?
ask-not_understood = Saya tidak mengerti { $unknown }. Tulis seperti ini, misalnya:
ask-not_understood-of = Saya tidak mengerti { $unknown }. Yang bisa saya lakukan dengan { $numbers }: menampilkan, memindahkan, mengubah, menjeda, melewati sekali, membatalkan. Tulis seperti ini, misalnya:
ask-unknown_zone = Saya tidak tahu zona waktu itu. Sebutkan kota, misalnya: waktu Jakarta.
ask-unknown_id = Pesan itu tidak ada. Tulis daftar untuk melihat nomornya.
ask-unknown_target = Saya tidak menemukan pesan itu. Yang mana maksud Anda? Tulis daftar untuk melihat nomornya.
ask-not_a_series = Yang itu hanya dikirim sekali, jadi tidak ada yang berikutnya untuk dilewati. Anda bisa membatalkannya.
ask-not_due = Bukan jadwalnya pada hari itu. Lihat waktunya dengan tampilkan dan nomornya.
ask-invalid_phone = Nomor telepon itu tidak bisa saya pakai. Tulis dengan kode negaranya, misalnya +62 812 3456 7890.
ask-which_way = Lebih awal atau lebih lambat?
ask-unknown_channel = Tidak ada saluran { $unknown }. Hilangkan, atau sebutkan yang ada.
ask-midnight = Di awal hari itu, atau di akhirnya?
ask-start = Mulai kapan?
ask-until_before_start = Akhirnya sebelum mulainya. Kapan seharusnya berakhir?
ask-too_far = Itu terlalu jauh. Sebutkan waktu dalam sepuluh tahun ke depan.
ask-missing-change = Apa yang diubah? Misalnya: ke Jumat pukul 17:00, atau setiap minggu.
ask-other = Saya kurang yakin maksud Anda. Bisa dikatakan dengan cara lain?
option-all-text = Itu bagian dari teks
option-leaves-then = Itu waktu kirimnya
option-leaves = Keluar { $when }
option-scope-one = Hanya yang berikutnya
option-scope-all = Yang ini dan setelahnya
option-only-days = Hanya { $days }
option-last-day = Hari terakhir bulan itu
option-skip-months = Hanya bulan yang punya tanggal itu
option-number = { $number } { $hint }
option-add = Tambahkan { $name }
option-group-new = Buat grup { $name }
option-group = Grup { $name }
option-yes = Ya
option-now = Sekarang
option-as-is = Ya, seperti itu
waiting-still = Saya masih menunggu jawaban:

### Kalimat yang ditolak

refuse-past = Hari itu sudah lewat. Sebutkan yang akan datang.
refuse-invalid_time = Jam itu tidak ada. Jam berjalan dari 0:00 sampai 23:59.
refuse-invalid_date = Tanggal itu tidak ada. Tolong sebutkan hari lain.
refuse-too_frequent = Setiap menit terlalu sering. Paling sering saya kirim setiap dua menit, dan saya tanya dulu.
refuse-until_before_start = Akhirnya sebelum mulainya. Tolong sebutkan akhir yang lebih lambat.
refuse-group_chat = Saya belum bisa menulis di grup chat WhatsApp. Sebutkan orang, grup kontak, atau tag.
refuse-unknown_id = Pesan itu tidak ada. Tulis daftar untuk melihat nomornya.
refuse-too_far = Itu terlalu jauh. Sebutkan waktu dalam sepuluh tahun ke depan.
refuse-nobody_left = Kalau begitu tidak ada yang tersisa. Sebutkan siapa yang menerima.
refuse-unread = Saya mengerti kata-katanya, tetapi tidak tahu harus berbuat apa. Tolong katakan dengan cara lain.
refuse-other = Itu tidak bisa saya lakukan. Tulis bantuan untuk melihat apa yang bisa saya lakukan.
refuse-too_long_text = Itu terlalu panjang. Tolong persingkat.
refuse-too_long = Itu terlalu panjang untuk satu pesan ({ $length } karakter). Saya bisa membaca sampai { $most }; tolong persingkat.
not-command = Saya mengurus pesan untuk kontak Anda. Anda bisa menulis, misalnya:
puzzled-again = Maaf, saya masih belum mengerti. Kalimat seperti ini saya mengerti; ganti dengan nama dan waktu Anda:
example-schedule = kirim 'halo' ke { $who } setiap Senin pukul 9:00
example-send_now = kirim 'sedang di jalan' ke { $who } sekarang
example-remind = ingatkan saya menelepon bank besok pukul 10:00
example-list = apa yang keluar minggu ini
example-show = tampilkan #1
example-cancel = batalkan #1
example-move = pindahkan #1 ke Jumat pukul 17:00
example-pause = jeda #1
example-resume = lanjutkan #1
example-skip = lewati #1 berikutnya
example-undo = urungkan
example-retry = kirim ulang #1
example-add_contact = tambah kontak Bruno +62 812 3456 7890
example-contacts = kontak
example-tag = tandai { $who } sebagai vip
example-untag = lepas tag vip dari { $who }
example-new_group = buat grup Orang Tua dengan { $who }
example-groups = daftar grup
example-rename = ganti nama { $who } menjadi { $who } Costa
example-block = blokir { $who }
example-unblock = buka blokir { $who }
example-history = apa yang kita kirim ke { $who }
example-status = apakah { $who } sudah menerima?
example-digest = ringkasan
example-calendar = kalender

### Yang tidak bisa dilakukan (kode core.errors)

error-not_held = Pengiriman sudah berlanjut.
error-already_cancelled = { $number } sudah dibatalkan.
error-already_left = { $number } sudah keluar; tidak ada lagi yang bisa diubah. Tulis lagi untuk mengirimnya sekali lagi.
error-already_chosen = Sudah ada yang memilihnya. Untuk melihatnya, tulis: lihat { $number }
error-already_paused = { $number } sudah dijeda. Tulis lanjutkan { $number } supaya berjalan lagi.
error-changed_meanwhile = { $number } baru saja berubah. Lihat dengan tampilkan { $number } lalu coba lagi.
error-changed_since = { $number } sudah berubah sejak itu, jadi tidak bisa diurungkan lagi. Lihat dengan tampilkan { $number }.
error-not_a_series = { $number } hanya dikirim sekali, jadi tidak ada yang berikutnya untuk dilewati. Tulis batalkan { $number } saja.
error-not_due_then = { $number } tidak dijadwalkan saat itu, jadi tidak ada yang dilewati. Lihat waktunya dengan tampilkan { $number }.
error-not_paused = { $number } tidak sedang dijeda.
error-nothing_to_come = { $number } tidak punya waktu yang akan datang. Beri waktu baru dengan pindahkan { $number } ke Jumat pukul 9:00.
error-nothing_to_retry = Tidak ada dari { $number } yang gagal atau tertinggal, jadi tidak ada yang dikirim lagi.
error-nothing_to_undo = Tidak ada perubahan Anda yang bisa diurungkan.
error-already_settled = Ini sudah beres.
error-phone_taken = { $phone } sudah milik { $name }. Kirim ke { $name } saja, atau beri nomor lain.
error-not_allowed = Untuk itu perlu peran { $needs }; peran Anda { $role }. Mintalah kepada pemilik.
error-not_yours = Pesan itu milik orang lain. Mintalah kepada penulisnya, manajer, atau pemilik.
error-never_due = Itu tidak akan pernah keluar: tidak ada tanggal yang cocok sebelum akhirnya. Tolong sebutkan waktu atau akhir yang lain.
error-no_text = Tidak ada teks untuk dikirim. Tulis dalam tanda kutip, misalnya: kirim 'halo' ke Ana.
error-no_time = { $number } dipindahkan ke kapan? Misalnya: pindahkan { $number } ke Jumat pukul 17:00.
error-nobody_left = Kalau begitu tidak ada lagi yang menerima { $number }. Tulis batalkan { $number } untuk menariknya.
error-nobody = Tidak ada siapa pun di sana. Tambahkan orang dulu, misalnya: tambah kontak Bruno +62 812 3456 7890.
error-past = Waktu itu sudah lewat. Sebutkan yang akan datang.
error-bad_phone = “{ $phone }” bukan nomor telepon yang bisa saya pakai. Tulis dengan kode negaranya, misalnya +62 812 3456 7890.
error-bad_name = Nama itu kosong atau terlalu panjang. Pakai paling banyak 200 karakter, misalnya: tambah kontak Bruno +62 812 3456 7890.
error-bad_pace = Itu bukan laju. Tulis seperti 12s, 5-30s, 29/s, atau 29/s burst 60.
error-bad_channel_name = Nama itu tidak cocok untuk saluran. Pakai huruf, angka, dan tanda hubung.
error-bad_daily_limit = Itu bukan batas harian. Pakai jumlah pesan.
error-file_type = Berkas jenis ini tidak bisa saya kirim. Yang bisa: gambar (JPEG, PNG, WebP), video, suara, PDF, dokumen kantor, dan teks biasa.
error-file_too_large = Berkas ini terlalu besar: gambar boleh sampai 5 MB, yang lain sampai 16 MB.
error-bad_url = Itu bukan alamat gateway. Awalnya http:// atau https://.
error-bad_json = Data itu tidak bisa dibaca.
error-too_large = Itu terlalu banyak sekaligus.
error-channel_needs = Gateway ini juga memerlukan { $option }.
error-unknown_setting = Tidak ada pengaturan “{ $name }” untuk { $gateway }; yang ada: { $known }.
error-bad_choice = { $option } harus salah satu dari: { $choices }.
error-other_gateway = { $name } adalah saluran { $gateway }. Hanya saluran dari gateway yang sama yang berbagi akun.
error-not_public = Saya hanya mengambil berkas dari Internet terbuka, bukan dari alamat itu.
error-not_fetched = Berkas itu tidak bisa saya ambil. Kirimkan saja kepada saya di sini.
error-too_many_redirects = Alamat itu terus mengarah ke alamat lain. Kirimkan saja berkasnya kepada saya di sini.
error-channel_exists = Sudah ada saluran { $name }. Pilih nama lain.
error-channel_of_another = Saluran { $name } milik orang lain. Hilangkan “via”, atau sebutkan saluran lain.
error-channel_used = Saluran { $name } masih punya pesan. Batalkan dulu.
error-no_templates = Saluran { $channel } tidak mengenal templat, jadi { $template } tidak bisa lewat situ. Sebutkan teksnya dalam tanda kutip, atau saluran lain dengan “via”.
error-templates_none = WhatsApp belum menyetujui templat untuk { $channel } yang bisa diisi dengan kalimat. Templat dibuat di WhatsApp Manager.
error-gateway_refuses = Saluran { $channel } tidak bisa mengirim ini: { $cause }. Tidak ada yang dijadwalkan.
error-templates_away = Saya tidak bisa menanyakan templat { $channel }: { $reason }. Coba lagi nanti, atau sebutkan sendiri nama templatnya.
error-template_too_full = Templat { $template } punya { $places } isian, dan Anda memberi { $given }.
error-template_needs_file = Templat { $template } dikirim dengan { $kind ->
    [image] gambar
    [video] video
   *[other] dokumen
 }: kirim berkasnya kepada saya, dengan kalimat itu sebagai keterangannya.
error-template_takes_no_file = Templat { $template } tidak membawa berkas. Kirim kalimatnya tanpa berkas.
error-template_needs_more = Templat { $template } punya isian di judul atau tombolnya, dan itu tidak bisa saya isi. Pilih yang lain.
error-no_sheet = Saya tidak menemukan orang di berkas ini. Perlu satu baris untuk tiap orang, dengan nama dan telepon: Ana, +62 812 3456 7890
error-sheet_too_large = Berkas ini lebih dari { $most } baris. Kirim sebagian-sebagian.
error-text_of_template = { $number } dikirim dengan templat yang disetujui, kata-katanya hanya WhatsApp yang mengubah. Batalkan dan jadwalkan lagi dengan nilai lain.
error-no_channel = Belum ada saluran untuk mengirim. Pemilik yang menghubungkannya: tulis tambah saluran
error-no_channel-name = Tidak ada saluran { $name }. Tulis saluran untuk melihat semuanya.
error-channel = Tidak ada saluran { $name }. Tulis saluran untuk melihat semuanya.
error-gateway = Tidak ada gateway { $name }. Lihat dengan: belfry channel kinds
error-hook = Alamat itu tidak ada.
error-no_day = Hari itu tidak ada di kalender. Tulis kalender untuk melihat bulan ini.
error-no_message = Tidak ada { $number }. Tulis daftar untuk melihat yang ada.
error-no_question = Pertanyaan itu sudah tidak ada.
error-no_delivery = Pesan itu sudah tidak ada.
error-no_contact = Kontak itu tidak ada. Tulis kontak untuk melihat semuanya.
error-no_tag = Tidak ada yang memakai tag { $tag }. Tulis kontak untuk melihat tag yang ada.
error-only_people = Untuk itu sebutkan orangnya, bukan seluruh grup, tag atau semua orang. Contohnya: blokir Bruno
error-only_one = Saya ganti nama satu orang setiap kali. Contohnya: ganti nama Ana menjadi Ana Costa
error-name_taken = Sudah ada orang lain bernama { $name }, nanti tertukar. Pilih nama lain, contohnya: ganti nama { $who } menjadi { $name } Costa
error-no_group = Tidak ada grup { $name }. Tulis daftar grup untuk melihat yang ada.
error-group_name_taken = Ada orang bernama { $name }, nanti tertukar. Pilih nama lain untuk grup itu.
error-group_in_use = { $n ->
    [1] { $number } ditujukan ke grup { $name } atau mengecualikannya: batalkan atau ubah dulu.
   *[other] { $n } pesan yang akan keluar ditujukan ke grup { $name } atau mengecualikannya, seperti { $number }: batalkan atau ubah dulu.
 }
error-same_name = Namanya memang sudah { $name }.
error-name_changed = Namanya sudah berubah sejak itu: sekarang { $name }. Tulis ganti nama untuk mengubahnya.
error-already_undone = Itu sudah diurungkan.
error-no_undo = { $what ->
    [retry] Yang Anda kirim ulang sudah keluar dan tidak bisa ditarik kembali.
    [send_rest] Yang akhirnya Anda kirim sudah keluar dan tidak bisa ditarik kembali.
    [settle] Yang Anda katakan tentang pesan itu tidak bisa diurungkan.
    [go_on] Pengiriman sudah berjalan lagi atas permintaan Anda; itu tidak bisa diurungkan.
   *[other] Perubahan terakhir Anda tidak bisa diurungkan.
 } Perubahan sebelumnya punya tombol Urungkan sendiri.
error-gets_messages = { $people ->
    [1] { $name } sudah akan menerima { $number }, jadi tetap ada di kontak. Tulis dulu: batalkan { $number }
   *[other] Salah satu dari mereka sudah akan menerima { $number }, jadi semuanya tetap ada di kontak. Tulis dulu: batalkan { $number }
 }
error-phone_changed = { $name } sudah punya nomor lain, jadi itu tidak bisa diurungkan lagi.
error-setting_changed = Itu sudah diubah lagi sejak itu, jadi tidak bisa diurungkan. Tulis ruang atau saluran untuk melihat keadaannya.
error-invite_used = Undangan itu sudah dipakai. Tulis ruang untuk melihat siapa yang boleh berbicara dengan saya.
error-other = Itu tidak berhasil. Tulis bantuan untuk melihat apa yang bisa saya lakukan.
error-crash = Maaf, ada yang salah di pihak saya dan itu tidak bisa dilakukan. Tolong coba sekali lagi.

### Daftar dan tampilan

list-empty = Tidak ada yang dijadwalkan. Coba: { $example }
list-empty-range = Tidak ada yang keluar dari { $first } sampai { $last }.
list-empty-day = Tidak ada yang keluar pada { $day }.
list-empty-for = Tidak ada yang dijadwalkan untuk { $who }.
list-head = { $n ->
    [1] Satu pesan akan keluar:
   *[other] { $n } pesan akan keluar:
 }
list-line = { $number } · { $when } · { $who } · { $text }
list-line-rule = { $number } · { $when }, { $rule } · { $who } · { $text }
list-paused-head = Dijeda:
list-paused-line = { $number } · { $who } · { $text }
list-rest = Hanya { $n } pertama yang ditampilkan. Tanyakan satu hari, misalnya: apa yang keluar besok
contacts-empty = Belum ada kontak. Coba: { $example }
contacts-head = { $n ->
    [1] Satu kontak:
   *[other] { $n } kontak:
 }
contacts-more-head = Kontak:
contact-line = { $name } · { $phone }
contact-line-tags = { $name } · { $phone } · { $tags }
contact-no-phone = belum ada nomor
contact-blocked = menulis STOP
contact-barred = diblokir
history-empty = Belum ada yang dikirim ke { $who }.
history-head = Dikirim ke { $who }, yang terbaru dulu:
history-line = { $when } · { $number } · { $tick } · { $text }
history-head-days = Dikirim ke { $who } { $days }, yang terbaru dulu:
history-empty-days = Tidak ada yang dikirim ke { $who } { $days }.
went-head = { $n } pesan keluar { $days }, yang terbaru dulu:
went-line = { $when } · { $number } · { $who } · { $tick } · { $text }
went-rest = Hanya { $n } yang terbaru ditampilkan. Tanyakan satu hari, misalnya: apa yang keluar kemarin
failed-head = { $n ->
    [1] Dari satu pesan ada yang tidak sampai { $days }:
   *[other] Dari { $n } pesan ada yang tidak sampai { $days }, terbaru lebih dulu:
 }
failed-empty = Tidak ada yang gagal { $days }.
went-empty = Tidak ada yang keluar { $days }.
span-day = pada { $day }
span-range = dari { $first } sampai { $last }
history-cause = { $tick } ({ $cause })
tick-via = { $tick } lewat { $channel }
status-head = { $number } untuk { $who }:
status-line = { $who }: { $tick } { $when }
status-more = … dan { $n } lagi.
status-nothing = { $number } belum keluar. { $next }
status-nothing-yet = Belum ada yang keluar untuk { $who }.
status-due = Jadwalnya { $when }.
added-contact = { $name } ditambahkan.
added-contact-phone = { $name } ditambahkan dengan { $phone }. Coba: { $example }
known-contact = { $name } sudah ada di kontak Anda, dengan { $phone }.
known-contact-no-phone = { $name } sudah ada di kontak Anda, tanpa nomor. Berikan nomornya: tambah kontak { $first } +62 812 3456 7890
no-card-phone = Kartu kontak ini tidak berisi nomor telepon.
people-tag = { $n ->
   *[other] { $who } sekarang bertag { $value }.
 }
people-tag-others = { $n ->
   *[other] { $who } memang sudah bertag { $value }.
 }
people-tag-undone = { $n ->
   *[other] Diurungkan: { $who } tidak lagi bertag { $value }.
 }
people-rename = { $who } sekarang bernama { $value }. Nama lamanya tetap bisa dipakai.
people-rename-undone = Diurungkan: { $value } kembali bernama { $who }.
people-untag = { $n ->
    [1] { $who } tidak lagi bertag { $value }.
   *[other] { $who } tidak lagi bertag { $value }.
 }
people-untag-others = { $n ->
    [1] { $who } memang tidak bertag { $value }.
   *[other] { $who } memang tidak bertag { $value }.
 }
people-untag-undone = { $n ->
    [1] Diurungkan: { $who } bertag { $value } lagi.
   *[other] Diurungkan: { $who } bertag { $value } lagi.
 }
people-join_group = { $n ->
   *[other] { $who } sekarang ada di grup { $value }.
 }
people-join_group-others = { $n ->
   *[other] { $who } memang sudah ada di situ.
 }
people-join_group-undone = { $n ->
   *[other] Diurungkan: { $who } tidak lagi ada di grup { $value }.
 }
people-new_group = Grup { $value } sudah dibuat, belum ada isinya. Masukkan seseorang, misalnya: tambahkan Ana ke grup { $value }
people-new_group-undone = Diurungkan: grup { $value } tidak ada lagi.
people-leave_group = { $n ->
   *[other] { $who } tidak lagi ada di grup { $value }.
 }
people-leave_group-others = { $n ->
   *[other] { $who } memang tidak ada di situ.
 }
people-leave_group-undone = { $n ->
   *[other] Diurungkan: { $who } ada lagi di grup { $value }.
 }
people-remove_group = Grup { $value } dihapus. Orang-orangnya tetap ada di kontak.
people-remove_group-undone = Diurungkan: grup { $value } ada lagi, bersama orang-orangnya.
groups-head = { $n ->
   *[other] { $n } grup:
 }
group-line = { $name }: { $n ->
    [0] kosong
   *[other] { $n } orang
 }
groups-empty = Belum ada grup. Buat satu: { $example }
members-head = Di { $name } ada { $n } orang:
members-empty = Belum ada siapa pun di { $name }. Masukkan seseorang, misalnya: tambahkan { $who } ke grup { $name }
people-remove_contact = { $who } sudah dihapus: tidak ada lagi di daftar, grup, dan pesan. Untuk mengembalikannya, tulis: tambah kontak { $first }
people-remove_contact-messages = { $n ->
   *[other] { $numbers } hanya untuk orang itu: tetap ada, tetapi tidak sampai ke siapa pun. Untuk membatalkannya: batalkan { $first }
 }
people-remove_contact-undone = Diurungkan: { $who } ada lagi di kontak.
people-add_contact-undone = Diurungkan: { $who } tidak ada lagi di kontak.
people-add_back-undone = Diurungkan: { $who } tidak ada lagi di kontak.
people-add_phone-undone = Diurungkan: { $who } kembali tanpa nomor.
people-add_name-undone = Diurungkan: { $who } kembali tanpa nama, hanya nomornya.
people-import-undone = { $n ->
    [0] Diurungkan: grup-grup kembali seperti sebelum berkas itu.
   *[other] Diurungkan: { $who } tidak ada lagi di kontak.
 }
confirm-remove_contact = { $who } masih akan menerima { $n } pesan ({ $numbers }), yang lalu tidak dikirim lagi ke sana. Hapus?
people-block = { $n ->
    [1] { $who } diblokir: tidak ada yang dikirim sampai Anda tulis buka blokir { $first }.
   *[other] { $who } diblokir: tidak ada yang dikirim sampai Anda tulis buka blokir { $first }.
 }
people-block-others = { $n ->
    [1] { $who } memang sudah diblokir.
   *[other] { $who } memang sudah diblokir.
 }
people-block-messages = { $n ->
    [1] { $numbers } tidak untuk orang lain: tetap ada, tetapi tidak sampai ke siapa pun selama diblokir. Untuk membatalkannya: batalkan { $first }
   *[other] { $numbers } tidak untuk orang lain: tetap ada, tetapi tidak sampai ke siapa pun selama diblokir. Untuk membatalkannya: batalkan { $first }
 }
people-block-undone = { $n ->
    [1] Diurungkan: { $who } tidak lagi Anda blokir.
   *[other] Diurungkan: { $who } tidak lagi Anda blokir.
 }
people-unblock = { $n ->
    [1] { $who } menerima pesan lagi.
   *[other] { $who } menerima pesan lagi.
 }
people-unblock-others = { $n ->
    [1] { $who } memang tidak diblokir.
   *[other] { $who } memang tidak diblokir.
 }
people-unblock-stopped = { $n ->
    [1] { $who } menulis STOP: hanya yang bersangkutan bisa mencabutnya, dengan menulis START kepada Anda.
   *[other] { $who } menulis STOP: hanya yang bersangkutan bisa mencabutnya, dengan menulis START kepada Anda.
 }
people-unblock-undone = { $n ->
    [1] Diurungkan: { $who } diblokir lagi.
   *[other] Diurungkan: { $who } diblokir lagi.
 }
retried = { $n } pesan dari { $number } dikirim lagi sekarang.
cancelled-several = Dibatalkan: { $numbers }. Tidak ada lagi yang keluar.
cancelled-several-days = Dibatalkan untuk { $days }: { $numbers }. Pesan berulang berlanjut setelah itu.
paused-several-days = Dijeda: { $numbers }; dari pesan berulang hanya { $days } yang dilewati, dan setelah itu berlanjut.
moved-several = Dipindahkan: { $numbers }. Sekarang keluarnya begini:
paused-several = Dijeda: { $numbers }. Tidak ada yang keluar sampai Anda melanjutkannya.
resumed-several = Dilanjutkan: { $numbers }.
undone-several = Diurungkan: { $numbers } kembali seperti semula.
undone-kept = { $numbers } tidak bisa dikembalikan: sudah berubah sejak itu, atau waktunya sudah lewat.
undone-workspace = Diurungkan. Sekarang kembali seperti ini:
undone-channel = Diurungkan. Sekarang kembali seperti ini:
undone-failover = Diurungkan. Sekarang kembali seperti ini:
undone-add_channel = Dibatalkan: saluran itu tidak terhubung lagi. Keadaannya sekarang:
undone-invite = Diurungkan: undangan itu tidak berlaku lagi.
undone-remove_staff = Diurungkan: orang itu boleh berbicara dengan saya lagi.
answer-sent = Ke { $who }, melalui { $channel }.
answer-nobody = Saya tidak tahu nomor itu milik siapa, jadi tidak bisa menjawab ke sana. Tambahkan dulu orangnya: tambah kontak NAMA +62 812 3456 7890
answer-removed = { $who } sudah dihapus dari kontak, jadi tidak ada yang dikirim ke sana. Untuk mengembalikannya, tulis: tambah kontak { $who }
edit-ignored = Menyunting pesan tidak mengubah apa pun di sini. Tolong tulis lagi sebagai pesan baru.
file-needs-caption = Tulis di keterangannya untuk siapa dan kapan, misalnya: kirim 'Jam buka kami yang baru' ke Ana besok pukul 9:00
voice-not-yet = Saya bisa menerima teks, kartu kontak, gambar, video, suara, dan dokumen.
with-file = 📎 { $name }
import-confirm = { $n } orang di berkas ini: { $new } baru, { $known } dengan nomor yang sudah saya kenal, namanya tetap. Tambahkan?
import-groups = Masuk ke: { $names }.
import-wrong = { $n } baris dilewati:
import-wrong-no_name = baris { $line }: namanya terlalu panjang
import-wrong-bad_phone = baris { $line }: bukan nomor telepon ({ $value })
import-wrong-bad_zone = baris { $line }: bukan zona waktu ({ $value })
import-wrong-twice = baris { $line }: { $value } ada dua kali
import-done = Selesai: { $new } baru, { $known } sudah dikenal.
by-template = Dikirim dengan templat yang disetujui { $name }.
ask-template_choice = Tidak ada templat disetujui yang bernama “{ $name }”. Yang mana?
ask-template_choice-none = Templat yang mana?
ask-template_closed = { $who } belum akan menulis dalam 24 jam sebelumnya, dan saat itu WhatsApp hanya menerima templat yang disetujui. Yang mana?
ask-template-more = Masih ada { $n } lagi: tulis namanya untuk memakainya.
ask-template_value = Apa isi { $place } dari { $template }?
option-template = { $name } ({ $n ->
    [-1] { $language }
    [0] { $language }, tanpa isian
   *[other] { $language }, { $n } isian
 })
option-template-none = Biarkan teksnya apa adanya
a-template = templat

### Salam dan bantuan

hello = Halo { $name }. Saya mengirim pesan WhatsApp untuk { $workspace }: tepat waktu, satu kali saja, dan saya kabari hasilnya. Coba:
hello-first = Halo { $name }. Saya mengirim pesan WhatsApp untuk { $workspace }: tepat waktu, satu kali saja, dan saya kabari hasilnya.
hello-no-channel = Pertama saya perlu nomor WhatsApp untuk mengirim. Kita hubungkan sekarang?
hello-no-channel-wait = Belum ada nomor WhatsApp untuk mengirim; pemilik yang menghubungkannya. Untuk tahu apa yang bisa saya lakukan, tulis bantuan.
hello-again = Saya selalu mengulang apa yang saya mengerti, dan hampir semuanya punya tombol Urungkan. Tulis bantuan untuk tahu lebih banyak.
how-words = bagaimana | bagaimana cara | gimana | gimana cara | cara | caranya | bisa | bisakah | apa bisa | apakah bisa
hello-words = halo | hai | hei | selamat pagi | selamat siang | selamat sore | selamat malam | halo selamat pagi | assalamualaikum
thanks-words = terima kasih | makasih | terimakasih | terima kasih banyak | oke terima kasih | oke makasih
thanks = Sama-sama.
role-owner = pemilik
role-manager = manajer
role-sender = pengirim
role-viewer = pengamat
joined = Selamat datang, { $name }. Peran Anda di { $workspace }: { $role }.
joined-already = Peran Anda di { $workspace } sudah { $role }, { $name }. Teruskan undangan ini kepada orang lain: masih berlaku.
stranger-nobody-owns = Saya belum punya pemilik. Di mesin tempat saya berjalan, belfry invite --role owner mencetak sebuah kode: kirimkan kepada saya sebagai /start KODE.
stranger-bad-code = Saya tidak kenal kode ini: sudah dipakai, terlalu lama, atau salah ketik. Di mesin tempat saya berjalan, belfry invite --role owner mencetak kode baru.
stranger = Saya asisten sebuah tim dan hanya berbicara dengan anggotanya. Jika Anda anggotanya, mintalah undangan kepada pemilik dan kirimkan kepada saya sebagai /start KODE.
bad-invite = Undangan ini tidak berlaku: sudah dipakai, terlalu lama, atau salah ketik. Mintalah yang baru kepada pemilik.
help-head = Tulis kepada saya seperti kepada orang. Misalnya:
help-send = Mengirim
help-look = Melihat
help-change = Mengubah
help-people = Orang
help-foot = Waktu bisa berulang (setiap minggu, setiap hari kerja, tanggal 1 setiap bulan) dan berakhir (sampai 30 Juni). Balas sebuah gelembung untuk membicarakan pesannya. Teks dalam tanda kutip keluar persis seperti yang Anda tulis.
command-start = Menyapa
command-help = Yang bisa saya lakukan
command-list = Yang keluar berikutnya
command-contacts = Siapa saja kontak Anda
command-digest = Bagaimana minggu ini
command-calendar = Yang keluar bulan ini, hari demi hari
command-undo = Urungkan perubahan terakhir
about-bot = Menjadwalkan pesan WhatsApp untuk tim: tulis apa, ke siapa, dan kapan.

### Saluran

channels-words = saluran | lihat saluran | tampilkan saluran | daftar saluran | saluran saya | semua saluran | kanal
file-words = berkas | foto | gambar | video | dokumen | pdf | audio
template-words = templat
template-with-words = dengan
template-no-names = ke | kepada | untuk | dengan | via | lewat | sekarang
channels-none = Belum ada saluran. Pemilik yang menghubungkannya: tulis tambah saluran
channels-head = { $n ->
    [1] Saluran Anda:
   *[other] { $n } saluran Anda:
 }
channel-line = { $light } { $name } ({ $marks }): { $state }. { $count }
channel-default = utama
channel-count = { $n } terkirim hari ini.
channel-count-limit = { $n } dari { $limit } terkirim hari ini.
channel-sign-working = 🟢
channel-sign-slow = 🟡
channel-sign-limit = 🟡
channel-sign-down = 🔴
channel-sign-paused = ⏸
channel-light-working = berfungsi
channel-light-slow = lambat
channel-light-limit = mendekati batas hariannya
channel-light-down = tidak berfungsi
channel-light-paused = dijeda, tidak ada yang keluar
channel-why = { $state }, { $reason }
channel-tested = { $name } berfungsi.
channel-tested-number = { $name } berfungsi, dengan nomor { $number }.
channel-tested-down = { $name } tidak berfungsi: { $reason }.
channel-stand-in = Selama tidak berfungsi, { $other } menggantikannya.
failover-words = cadangan | pengganti | failover
failover-join-words = dengan | oleh | ke | adalah | -> | :
failover-hint = Supaya satu saluran mengirim untuk saluran lain selama itu tidak berfungsi: { $example }
example-failover = cadangan { $name } dengan { $other }
failover-needs-two = Untuk itu perlu dua saluran. Hubungkan dulu yang lain: tambah saluran
failover-allowed = Mulai sekarang { $other } menggantikan { $name }: bila sudah beberapa lama tidak berfungsi, yang sebentar lagi terlambat dikirim lewat { $other }, tidak pernah yang mungkin sudah terkirim.
failover-nobody = Sekarang tidak ada saluran yang menggantikan { $name }.
error-stand_in_itself = { $name } tidak bisa menggantikan dirinya sendiri. Sebutkan saluran lain.
button-channel-pause = Jeda
button-channel-resume = Lanjutkan
button-channel-test = Uji
button-channel-make-default = Jadikan utama
button-template-try = Coba lagi sekarang
button-channel-add = Hubungkan lagi satu
command-channels = Nomor WhatsApp Anda dan keadaannya

### Ruang kerja dan timnya

house-words = ruang | ruang kerja | tim | lihat ruang kerja | lihat tim | tampilkan tim | undang | undang orang
house-word = ruang
house-name-words = nama
house-zone-words = zona
house-hours-words = jam
house-none-words = tidak ada | kosong
house-head = { $name }
house-zone = Waktunya menurut { $zone }.
house-hours = Buka { $hours }: jam tanpa keterangan dibaca di antara itu.
house-no-hours = Jam buka belum ditentukan.
house-staff = { $n ->
    [1] Satu orang boleh berbicara dengan saya:
   *[other] { $n } orang boleh berbicara dengan saya:
 }
house-person = { $name }, { $role }
house-change = Untuk mengubah sesuatu, tulis:
example-house-name = ruang nama Klinik Mentari
example-house-zone = ruang zona Asia/Jakarta
example-house-hours = ruang jam 8:00-19:00
house-invited = Kirim ini kepada orang yang akan menjadi { $role }; orang itu mengirimkannya kepada saya. Berlaku sekali, dalam 7 hari. Yang sudah ada di sini mendapat peran baru bila peran itu boleh lebih banyak.
house-really = { $name } tidak bisa lagi berbicara dengan saya. Yang sudah dijadwalkannya tetap berjalan. Keluarkan?
button-invite-owner = Undang pemilik
button-invite-manager = Undang manajer
button-invite-sender = Undang pengirim
button-invite-viewer = Undang pengamat
button-remove = Keluarkan { $name }
button-remove-yes = Ya, keluarkan
command-workspace = Nama, zona waktu, jam buka, tim
error-bad_workspace_name = Nama ruang kerja berisi 1 sampai 100 karakter, misalnya: ruang nama Klinik Mentari
error-bad_zone = Saya tidak tahu zona waktu “{ $zone }”. Tulis dengan benuanya, misalnya: ruang zona Asia/Jakarta
error-bad_hours = Itu bukan jam buka. Tulis seperti ini: ruang jam 8:00-19:00, atau: ruang jam kosong
error-workspace_exists = Sudah ada ruang kerja { $name }. Pilih nama lain.
error-no_such_setting = Tidak ada yang bernama { $name } untuk diubah.
error-last_owner = Itu satu-satunya pemilik: jadikan orang lain pemilik dulu.

### Menghubungkan saluran

setup-words = tambah saluran | tambahkan saluran | saluran baru | hubungkan saluran | sambungkan saluran | hubungkan whatsapp | sambungkan whatsapp | atur saluran | tambah kanal
setup-stop-words = berhenti | hentikan | batal | tidak jadi | lupakan | nanti | nanti saja | jangan sekarang
setup-back-words = kembali | mundur
setup-again-words = uji | uji lagi | coba lagi | lagi | ulangi
setup-head = Mari kita hubungkan WhatsApp.
setup-kind = Gateway apa yang Anda pakai? Hanya dua menit; Anda bisa berhenti kapan saja.
kind-http = Layanan Anda sendiri (http)
setup-meanwhile = Sementara itu Anda tetap bisa menulis kepada saya seperti biasa.
setup-step = { $title }, { $n } dari { $of }
setup-ask = Kirimkan ini: { $about }.
setup-again = Kirimkan yang benar: { $about }.
setup-secret = Pesan Anda yang berisi ini langsung saya hapus dari chat ini, dan isinya saya simpan terenkripsi.
setup-name = Nomor ini kita beri nama apa? Anda menulisnya setelah “via”, misalnya: kirim 'halo' ke Ana besok pukul 9:00 via klinik
setup-trouble-no_scheme = Alamat dimulai dengan http:// atau https://.
setup-trouble-no_address = Itu bukan alamat. Bentuknya seperti http://192.168.1.20:3000 atau https://whatsapp.example.org
setup-trouble-credentials = Hilangkan nama dan kata sandi sebelum @ dari alamat: kuncinya menyusul, dan disimpan terenkripsi.
setup-trouble-nowhere = 0.0.0.0 adalah tempat server mendengarkan, bukan tempat menghubunginya. Di mesin ini alamatnya 127.0.0.1.
setup-trouble-inside_container = Saya berjalan di dalam kontainer, dan di sini localhost adalah kontainer itu sendiri. Pakai nama layanan gateway, misalnya http://gateway:3000, atau http://host.docker.internal:3000 untuk mesin tempat saya berjalan.
setup-trouble-public_http = Itu lewat internet tanpa enkripsi: siapa pun di tengah jalan bisa membaca kunci dan pesannya. Pakai alamat yang dimulai dengan https://.
setup-trouble-looks_like_key = Itu tampaknya kunci. Alamat dulu, setelah itu saya minta kuncinya.
setup-trouble-empty = Itu kosong.
setup-trouble-one_word = Ada spasi di dalamnya. Tempel nilainya saja, tanpa apa pun di depan atau di belakangnya.
setup-trouble-no_choice = Itu tidak ada di antara pilihan.
setup-trouble-bad_name = Nama paling banyak 100 karakter.
setup-trouble-name_taken = Nama itu sudah dipakai saluran lain.
setup-trouble-not_kept = Saluran ini tidak bisa saya simpan: nama atau pengirimnya sudah dipakai. Kembali dan pilih yang lain.
setup-trouble-bad_phone = Nomor telepon itu tidak bisa saya pakai. Tulis dengan kode negaranya, misalnya +62 812 3456 7890.
setup-why-bad_key = Gateway menjawab, tetapi tidak menerima kuncinya. Salin sekali lagi seluruhnya dari tempat gateway menyimpannya.
setup-why-unknown_session = Gateway menerima kuncinya, tetapi tidak kenal sesi itu. Lihat namanya di gateway; huruf besar dan kecil dibedakan.
setup-why-unreachable = Tidak ada yang menjawab di alamat itu. Apakah gateway berjalan, apakah host dan portnya benar, dan bolehkah mesin ini menghubunginya?
setup-why-unreachable-contained = Tidak ada yang menjawab di alamat itu. Saya berjalan di dalam kontainer: apakah gateway ada di jaringan yang sama, dan apakah portnya port di dalam jaringan itu?
setup-why-timeout = Ada sesuatu di sana, tetapi tidak menjawab tepat waktu. Apakah itu gateway, dan apakah sedang sibuk atau masih memulai?
setup-why-connection_lost = Ada sesuatu di sana, tetapi memutus hubungan. Apakah itu alamat dan port gateway, dan apakah http atau https?
setup-why-redirected = Alamat itu mengalihkan ke alamat lain. Pakai alamat tujuannya: biasanya sama, dengan https:// di depannya.
setup-why-no_tls = Ada yang menjawab di sana, tetapi tanpa enkripsi. Mungkin http://, bukan https://?
setup-why-unknown_host = Tidak ada mesin dengan nama itu. Apakah nama di alamat itu ditulis benar, dan dikenal oleh mesin ini?
setup-why-not_found = Ada yang menjawab di sana, tetapi bukan seperti gateway ini. Apakah alamatnya benar? Hapus yang ada setelah port, misalnya /dashboard.
setup-why-bad_certificate = Sertifikat gateway tidak berlaku untuk alamat itu. Pakai nama yang tertera di sertifikat, atau minta diperbarui.
setup-why-http = Ada yang menjawab di sana, tetapi tidak seperti gateway ini (kode { $code }). Apakah alamatnya benar? Hilangkan yang ada setelah port, misalnya /dashboard.
setup-why-http_5 = Gateway menjawab dengan kesalahannya sendiri (kode { $code }). Lihat lognya, atau jalankan ulang, lalu uji lagi.
setup-why-scan_qr_code = Alamat dan kunci sudah benar; teleponnya belum terhubung. Buka gateway, pindai kodenya dengan telepon (WhatsApp, Perangkat tertaut), lalu uji lagi.
setup-why-stopped = Alamat dan kunci sudah benar; sesinya berhenti. Jalankan di gateway, lalu uji lagi.
setup-why-failed = Alamat dan kunci sudah benar; sesinya gagal. Jalankan lagi di gateway; jika tidak membantu, keluar dari sesi dan pindai kodenya lagi. Lalu uji lagi.
setup-why-starting = Alamat dan kunci sudah benar; sesinya masih memulai. Uji lagi beberapa detik lagi.
setup-why-passkey_required = Alamat dan kunci sudah benar; telepon meminta kunci sandi. Konfirmasi di sana, lalu uji lagi.
setup-why-passkey_confirmation_required = Alamat dan kunci sudah benar; telepon menunggu kunci sandinya dikonfirmasi. Lalu uji lagi.
setup-why-key_may_not = Kunci ini boleh mengirim, tetapi tidak boleh mengubah pengaturan gateway.
setup-why-health = Gateway menjawab: { $reason }. Periksa telepon dan gateway, lalu uji lagi.
setup-why-webhook_taken = Gateway sudah mengabari tempat lain, dan hanya punya ruang untuk satu alamat.
setup-why-advice = Gateway menjawab: { $reason }. { $advice } Lalu uji lagi.
setup-why-other = Gateway berkata: { $reason }. Periksa telepon dan gateway, lalu uji lagi.
setup-works = Berfungsi. { $name } sudah terhubung.
setup-works-number = Berfungsi: ini nomor { $number }. { $name } sudah terhubung.
setup-kept = { $name } disimpan; belum bisa mengirim.
setup-webhook = Sekarang gateway harus mengabari saya apa yang terjadi dengan pesan dan apa jawaban orang. Beri gateway alamat dan rahasia ini:
setup-webhook-url = Alamat: { $url }
setup-webhook-secret = Rahasia: { $secret }
setup-webhook-wait = Saya kabari saat kejadian pertama datang. Untuk melihatnya sekarang, tulis sesuatu ke nomor itu dari telepon lain.
setup-webhook-only-here = Perhatian: { $url } hanya berlaku di mesin ini, sedangkan gateway Anda di mesin lain. Isi BELFRY_PUBLIC_URL dengan alamat tempat gateway menghubungi saya, dan BELFRY_LISTEN dengan 0.0.0.0:8080, lalu jalankan saya lagi: saya lanjutkan dari sini.
setup-webhook-set = Selesai: gateway sudah punya alamat dan rahasianya. Mungkin sesinya dimulai ulang karena itu. Saya menunggu kejadian pertamanya.
setup-webhook-bad_signature = Ada kejadian yang datang, tetapi tanda tangannya salah: rahasia di gateway bukan yang ini. Tempel rahasianya sekali lagi, seluruhnya.
setup-webhook-silent = Sudah lima menit tidak ada peristiwa yang datang. Apakah ada yang menulis ke nomor itu sejak itu? Jika ya, periksa apakah gateway memakai alamat ini persis, apakah peristiwanya dinyalakan, dan apakah ia bisa menjangkau saya: mungkin terhalang firewall, proxy, atau BELFRY_PUBLIC_URL.
setup-webhook-other_sender = Kejadian datang, tetapi dari pengirim “{ $other }”, bukan dari pengirim saluran ini. Apakah saluran ini memakai yang itu?
setup-webhook-failed = Saya tidak bisa mengaturnya: { $why } Tolong tempel sendiri:
setup-webhook-hidden = Webhook sudah diatur; rahasianya tidak ditampilkan lagi di sini.
setup-gone = Saluran ini sudah tidak ada.
setup-heard = Kejadian pertama sudah datang: berfungsi.
setup-contact = Sekarang seseorang untuk dikirimi; paling baik Anda sendiri. Kirim nomor WhatsApp Anda, misalnya +62 812 3456 7890, atau bagikan kartu kontak.
setup-hello = Saya kirim pesan pertama ke { $name } ({ $phone }): “{ $text }”?
setup-hello-text = Halo dari Belfry. Berfungsi.
setup-still = (Saluran baru masih menunggu ini: { $about }.)
setup-still-name = (Saluran baru masih menunggu namanya.)
setup-still-contact = (Saluran baru masih menunggu nomor pertama.)
setup-stopped = Dihentikan; tidak ada yang disimpan. Tulis tambah saluran untuk mulai lagi.
setup-stopped-kept = Baik. Saluran { $name } disimpan. Tulis saluran untuk melihatnya.
setup-done = Itu saja. Mulai sekarang tulis kepada saya seperti kepada orang:
setup-key-deleted = Pesan Anda yang berisi kunci sudah saya hapus dari chat ini.
setup-key-not-deleted = Pesan Anda yang berisi kunci tidak bisa saya hapus. Tolong hapus sendiri: tekan dan tahan, lalu Hapus, juga untuk saya.
button-setup-begin = Hubungkan saluran
button-setup-stop = Berhenti
button-setup-later = Selesaikan nanti
button-setup-back = Kembali
button-setup-test = Uji lagi
button-setup-anyway = Tetap lanjutkan
button-setup-offer = Pakai { $what }
button-setup-offer-inside_container = Tetap pakai itu
button-setup-offer-public_http = Tetap pakai itu
button-setup-skip = Kosongkan saja
button-setup-name = Beri nama { $name }
button-setup-set-webhook = Aturkan untuk saya
button-setup-pasted = Sudah saya perbaiki
button-setup-skip-wait = Lanjut tanpa menunggu
button-setup-send = Kirim

### Pemberitahuan

cause-opted_out = menulis STOP
cause-blocked = diblokir di sini
cause-no_phone = nomornya tidak diketahui
cause-too_late = sudah terlambat
cause-answered = sudah menjawab
cause-daily_limit = saluran sudah mengirim sebanyak yang boleh dalam sehari
cause-too_many_people = penerimanya lebih banyak daripada yang diizinkan saluran dalam satu pesan
cause-missed = saat itu Belfry sedang tidak berjalan
cause-nobody = tidak ada penerimanya
cause-restored = mungkin sudah keluar sebelum Belfry dipulihkan dari cadangan
cause-left_out = tidak lagi termasuk penerima
cause-moved = waktunya dipindahkan
cause-paused = sedang dijeda
cause-cancelled = sudah dibatalkan
cause-no_such_number = nomornya tidak ada di WhatsApp
cause-bad_number = nomornya tidak valid
cause-bad_request = gateway WhatsApp menolak pesannya
cause-unprocessable = gateway WhatsApp menolak pesannya
cause-blocked_at_gateway = diblokir di kotak masuk tim
cause-other_number_at_gateway = kotak masuk tim punya nomor lain untuk orang ini
cause-refused_by_whatsapp = WhatsApp menolaknya
cause-new_contacts_paused = saat ini WhatsApp tidak mengizinkan nomor ini menulis kepada orang baru
cause-provider_failed = WhatsApp tidak bisa menyampaikannya
cause-bad_key = kunci saluran tidak diterima
cause-bad_url = alamat saluran salah
cause-unknown_session = sesi saluran tidak dikenal di gateway
cause-not_working = sesi saluran tidak berfungsi
cause-not_found = gateway tidak menjawab di alamatnya
cause-slow_down = gateway minta lebih pelan
cause-template_required = orangnya tidak menulis selama 24 jam, dan saat itu WhatsApp hanya menerima templat yang disetujui
cause-template_values = jumlah isian templat tidak cocok dengan yang diisi
cause-template_unknown = templatnya belum disetujui dalam bahasa itu
cause-template_paused = WhatsApp menjeda templat itu
cause-template_held = saat ini WhatsApp tidak mengirim templat itu
cause-template_refused = WhatsApp menolak templat itu
cause-not_reachable = WhatsApp tidak bisa menjangkau nomor ini: mungkin tidak ada di WhatsApp
cause-not_on_test_list = nomornya tidak ada di daftar nomor uji ini
cause-blocked_by_us = nomor kita memblokir orang ini
cause-country_not_allowed = nomor ini tidak boleh menulis ke orang di negara itu
cause-engagement_limit = untuk sementara WhatsApp tidak mengantar iklan lagi kepada orang ini; coba lagi besok
cause-experiment = WhatsApp menahannya karena sebuah percobaan; pesannya tidak disampaikan
cause-pair_limit = terlalu banyak pesan ke orang yang sama dalam waktu singkat
cause-spam_limited = WhatsApp membatasi nomor ini karena dilaporkan orang
cause-throughput = terlalu banyak pesan sekaligus
cause-to_ourselves = itu nomor saluran itu sendiri
cause-media_failed = WhatsApp tidak bisa menerima berkasnya
cause-media_needs_public_url = gateway ini mengambil berkas sendiri, dan tidak bisa menjangkau alamat Belfry
cause-cannot_send_this = gateway ini tidak bisa mengirim jenis pesan itu
cause-no_caption_with_audio = suara tidak bisa diberi keterangan di WhatsApp; kirim kata-katanya tersendiri
cause-too_long = lebih panjang daripada yang diterima WhatsApp
cause-caption_too_long = kata-kata yang menyertai berkas paling banyak 1.024 karakter di WhatsApp; kirim yang lebih panjang terpisah
cause-not_this_picture = di sini WhatsApp menerima gambar JPEG atau PNG, dan yang ini WebP
cause-refused_by_provider = gateway menolaknya
cause-provider_error = gateway gagal, juga saat dicoba lagi
cause-provider_busy = WhatsApp terlalu sibuk
cause-other = { $code }
cause-count = { $n } karena { $cause }
notice-failed = { $n ->
    [1] { $number } “{ $title }” untuk { $who } gagal: { $causes }.
   *[other] { $n } pesan dari { $number } “{ $title }” gagal: { $causes }.
 }
notice-failed-do = Setelah penyebabnya beres, ketuk tombolnya atau tulis kirim ulang { $number } untuk mengirim lagi yang gagal.
notice-skipped = { $n ->
    [1] { $number } “{ $title }” untuk { $who } tidak dikirim: { $causes }.
   *[other] { $n } pesan dari { $number } “{ $title }” tidak dikirim: { $causes }.
 }
notice-skipped-do = Jika masih harus dikirim, ketuk tombolnya atau tulis kirim ulang { $number }.
notice-skipped-opted_out = { $many ->
    [1] Orang ini baru menerima pesan lagi setelah menulis START.
   *[other] Mereka baru menerima pesan lagi setelah menulis START.
 }
notice-skipped-no_phone = Berikan nomornya, misalnya: tambah kontak { $first } +62 812 3456 7890. Lalu ketuk tombolnya atau tulis kirim ulang { $number }.
notice-skipped-missed = Jika masih harus dikirim, tulis kirim { $number } sekarang.
notice-skipped-too_many_people = Pemilik bisa mengizinkan lebih, dengan: saluran { $channel } orang { $people }. Lalu ketuk tombolnya atau tulis kirim ulang { $number }.
notice-unsure = Saya tidak tahu apakah { $number } “{ $title }” sampai ke { $who }: jawaban atas pengiriman { $when } tidak pernah datang. Tolong lihat di telepon.
notice-unsure-arrived = { $number } untuk { $who }: beres, sudah sampai.
notice-unsure-again = { $number } untuk { $who }: beres, dikirim lagi sekarang.
notice-unsure-settled = { $number } untuk { $who }: beres dengan sendirinya.
notice-alarm = { $number } “{ $title }” sampai ke { $who } padahal sudah ditarik. Ini tidak boleh terjadi; tolong beri tahu yang mengurus Belfry.
notice-channel-down = Saluran { $name } tidak berfungsi: { $reason }. Pesan yang tiba waktunya menunggu, sampai batas keterlambatannya.
notice-channel-risk = { $n ->
    [1] Satu pesan
   *[other] { $n } pesan
 } akan lewat saluran itu dalam tiga jam ke depan, yang pertama { $when }.
notice-channel-limit = Saluran { $name } sudah mengirim { $n } dari { $limit } pesan yang boleh dikirim hari ini. Selebihnya menunggu, sampai batas keterlambatannya.
notice-channel-limit-do = Kirim besok apa yang bisa menunggu, atau kirim lewat saluran lain dengan “via”.
notice-channel-held = Saluran { $name } untuk sementara tidak boleh mengirim: { $reason }. { $until }
notice-channel-held-until = Saya coba lagi { $when }; yang jatuh tempo menunggu, sampai batas keterlambatannya.
notice-channel-held-do = Kirim lebih sedikit sekaligus, atau lewat saluran lain dengan “via”.
notice-new-contacts = Saat ini WhatsApp tidak mengizinkan saluran { $name } menulis ke orang baru. Sampai { $when } saya tahan pesan untuk orang yang belum pernah menulis kepadanya dan belum pernah menerima apa pun darinya, sampai batas keterlambatannya; yang lain tetap menerima seperti biasa.
notice-new-contacts-do = Mencoba terus membuatnya lebih buruk, jadi tolong jangan menulis ke orang baru dari telepon itu juga. Yang tidak bisa menunggu bisa keluar lewat saluran lain dengan “via”.
notice-answers-only = Saat ini WhatsApp hanya mengizinkan saluran { $name } membalas. Sampai { $when } saya tahan pesan untuk orang yang tidak menulis kepadanya dalam 24 jam terakhir, sampai batas keterlambatannya; yang lain tetap menerima seperti biasa.
notice-news-restricted = Meta membatasi akun { $names }: { $type }. Pesan tetap keluar.
notice-news-restricted-do = Business Support Home milik Meta menjelaskan alasannya dan menerima permintaan peninjauan. Yang tidak bisa menunggu bisa keluar lewat saluran lain dengan “via”.
notice-news-until = Berakhir { $when }.
notice-news-violation = Menurut Meta, { $names } melanggar aturan WhatsApp: { $type }. Pesan tetap keluar; jika terulang, Meta membatasi akunnya dan akhirnya menutupnya.
notice-news-violation-do = Tolong hentikan hal yang dimaksud. Jika ini keliru, minta peninjauan di Business Support Home milik Meta.
notice-news-disabled_soon = Meta akan menonaktifkan akun { $names } ({ $date ->
    [none] tanpa menyebut hari
   *[other] { $date }
 }). Sejak itu tidak ada yang keluar lewat akun itu.
notice-news-disabled_soon-do = Minta peninjauan di Business Support Home milik Meta sebelum itu, dan kirim yang tidak boleh gagal lewat saluran lain dengan “via”.
notice-news-quality = Ada laporan orang tentang { $names }: WhatsApp kini menilai mutunya rendah dan bisa membatasinya. Pesan tetap keluar.
notice-news-quality-do = Tulis lebih jarang selama beberapa hari, hanya kepada yang memintanya, dan tanpa iklan.
notice-news-quality_back = WhatsApp tidak lagi menilai mutu { $names } rendah.
notice-news-limit = WhatsApp kini mengizinkan { $names } menulis ke lebih sedikit orang: { $limit } dalam 24 jam yang tidak menulis lebih dulu. Selebihnya ditolak.
notice-news-lifted = WhatsApp tidak lagi membatasi { $names }. Pesan yang menunggu dikirim sekarang.
notice-news-limit-do = Bagi pesan untuk banyak orang ke beberapa hari. Batas itu naik lagi sendiri bila orang membalas dan tidak melaporkan.
notice-template-paused = WhatsApp menjeda templat { $template } milik { $names } karena ada laporan orang. Templat itu tidak dikirim sampai WhatsApp mencabutnya.
notice-template-rejected = WhatsApp menolak templat { $template } milik { $names }. Templat itu tidak dikirim.
notice-template-disabled = WhatsApp menonaktifkan templat { $template } milik { $names } untuk selamanya. Templat itu tidak dikirim lagi.
notice-template-missing = WhatsApp tidak mengenal templat { $template } milik { $names } dalam bahasa ini, atau belum menyetujuinya.
notice-template-held = Untuk sementara WhatsApp tidak mengirim templat { $template } milik { $names }.
notice-template-flagged = Ada laporan orang tentang templat { $template } milik { $names }. WhatsApp masih mengirimnya, dan bisa segera menjedanya.
notice-template-other = WhatsApp tidak lagi mengirim templat { $template } milik { $names }: { $state }.
notice-template-needs = { $n ->
    [1] { $numbers } memakainya
   *[other] Pesan { $numbers } memakainya
 }{ $when ->
    [none] .
   *[other] , berikutnya { $when }.
 }
notice-template-of-channel = Saluran itu memakainya untuk menulis ke siapa pun yang tidak menulis dalam 24 jam: sementara itu mereka tidak menerima apa-apa.
notice-template-do = Perbaiki di WhatsApp Manager, atau batalkan yang memakainya dan kirim dengan templat lain.
notice-template-waits = Pesan yang memakainya menunggu selama masih boleh terlambat, dan terkirim sendiri begitu WhatsApp mengirim templat itu lagi.
notice-template-back = WhatsApp menyetujui lagi templat { $template } milik { $names }.
health-answers_only = WhatsApp sekarang hanya mengizinkannya membalas
health-no_tls = alamatnya menjawab tanpa enkripsi
health-unknown_host = tidak ada mesin dengan nama di alamatnya
health-no_business_account = Meta tidak memberi tahu akun bisnis pemilik nomor itu; bisa ditentukan dengan: belfry channel set NAMA --set business_account=ID
notice-channel-down-scan = Buka gateway-nya dan pindai lagi kodenya dengan telepon.
notice-channel-down-key = Periksa kunci dan alamatnya dengan: belfry channel check { $name }
notice-channel-down-wait = Jika pulih sendiri, Anda tidak perlu melakukan apa-apa; jika tidak, periksa telepon dan gateway.
notice-preflight = Saluran { $name } tidak berfungsi: { $reason }. { $n ->
    [1] Satu pesan
   *[other] { $n } pesan
 } akan lewat saluran itu dalam satu jam, yang pertama { $when }.
notice-held-went_back = Saya berhenti mengirim: basis data kembali ke keadaan { $when } dan tidak tahu apa yang keluar sesudahnya. Sepertinya cadangan telah dipulihkan.
notice-held-other_place = Saya berhenti mengirim: basis data ini tidak di tempatnya semula; dipindahkan, atau ini salinan. Tanda hidup terakhirnya { $when }. Jika yang asli masih mengirim, semuanya akan keluar dua kali.
notice-held-other_timeline = Saya berhenti mengirim: server basis data dikembalikan ke waktu sebelumnya. Tanda hidup terakhir basis data { $when }, dan mungkin ia tidak tahu apa yang keluar sesudahnya.
notice-held-living = Saya berhenti mengirim: ada Belfry lain yang berjalan dengan salinan basis data ini dan mengirim pesan yang sama. Tanda hidup terakhir yang ini { $when }.
notice-held-risk = Yang bisa keluar dua kali: { $overdue } yang jatuh tempo sebelum sekarang, dan { $ahead } yang jatuh tempo dalam 24 jam ke depan.
notice-held-next = Yang berikutnya akan keluar { $when }.
notice-held-do = Pastikan tidak ada Belfry lain yang mengirim, lalu tekan tombolnya (atau minta seseorang menjalankan: belfry hold --end). Yang jatuh tempo sebelum Anda menekan tidak keluar sampai Anda memintanya; yang sesudahnya keluar sesuai rencana.
notice-held-over = Pengiriman berlanjut sejak { $when }.
notice-outage-not-running = Belfry tidak berjalan dari { $since } sampai { $until }.
notice-outage-channel = Saluran { $name } tidak berfungsi dari { $since } sampai { $until }.
notice-outage-channel-still = Saluran { $name } tidak berfungsi sejak { $since }.
notice-outage-late = { $n ->
    [1] Satu pesan keluar terlambat.
   *[other] { $n } pesan keluar terlambat.
 }
notice-outage-skipped = { $n ->
    [1] Satu pesan sudah terlalu terlambat dan dilewati: { $what }.
   *[other] { $n } pesan sudah terlalu terlambat dan dilewati: { $what }.
 }
notice-outage-more = { $n ->
    [1] Dan satu pesan lainnya.
   *[other] Dan { $n } pesan lainnya.
 }
notice-outage-do = Yang dilewati hanya keluar jika Anda memintanya.
notice-outage-left = Tetap tidak dikirim, sesuai permintaan Anda.
notice-outage-none-left = Dari yang dilewati, tidak ada lagi yang tersisa untuk dikirim.
notice-restored = Belfry dipulihkan dari cadangan: keadaannya seperti pada { $when }. Perubahan, pembatalan, dan STOP setelah itu tidak ada di dalamnya; tolong periksa daftarnya.
notice-restored-held = { $n ->
    [1] Satu kiriman jatuh tempo sejak itu dan mungkin sudah keluar, jadi tidak dikirim.
   *[other] { $n } kiriman jatuh tempo sejak itu dan mungkin sudah keluar, jadi tidak dikirim.
 } Jika belum keluar, tulis: { $retries }
notice-restored-retry = kirim ulang { $number }
notice-restored-more = { $n ->
    [1] Dan satu pesan lagi, yang ada di daftar.
   *[other] Dan { $n } pesan lagi, yang ada di daftar.
 }
notice-restored-unsure = { $n ->
    [1] Satu sedang di jalan saat cadangan dibuat; itu saya tanyakan tersendiri.
   *[other] { $n } sedang di jalan saat cadangan dibuat; masing-masing saya tanyakan tersendiri.
 }
notice-channel-back = Saluran { $name } berfungsi lagi.
notice-failover = Saluran { $name } tidak berfungsi sejak { $when }: { $reason }. Karena itu { $n } pesan yang sebentar lagi terlambat dikirim lewat { $other }, seperti yang diizinkan pemilik. Yang berikutnya lewat { $name } lagi setelah berfungsi.
health-starting = sesinya masih memulai
health-scan_qr_code = teleponnya sudah keluar dari sesi
health-passkey_required = telepon meminta kunci sandi
health-passkey_confirmation_required = telepon menunggu kunci sandinya dikonfirmasi
health-new_contacts_capped = bulan ini WhatsApp tidak mengizinkan nomor ini menulis kepada lebih banyak orang baru
health-new_contacts_warning = WhatsApp memperingatkan bahwa nomor ini menulis kepada banyak orang baru
health-stopped = sesinya berhenti
health-failed = sesinya gagal
health-down = gateway-nya tidak menjawab
health-halted = gateway-nya menolak kita
health-not_connected = tidak terhubung ke WhatsApp
health-not_loaded = instansinya tidak berjalan
health-license_required = lisensinya belum diaktifkan
health-unknown_inbox = kotak masuknya tidak ada, atau kuncinya tidak boleh melihatnya
health-bad_ids = nomor akun atau kotak masuknya tidak valid
health-bot_key = kuncinya milik bot, dan bot tidak boleh mencari kontak
health-not_allowed = kuncinya tidak boleh memakai akun ini
health-account_suspended = akunnya ditangguhkan
health-api_not_enabled = paketnya tidak punya API
health-reauthorize = kotak masuknya kehilangan izin di WhatsApp
health-bad_key = kuncinya tidak diterima atau sudah habis masa berlakunya: beri yang baru
health-no_permission = kuncinya kurang satu izin, atau paketnya tanpa API
health-unknown_number = pengenal nomornya tidak boleh dipakai oleh kuncinya
health-unknown_vendor = vendor uid-nya tidak dikenal di sana
health-not_set_up = WhatsApp-nya belum diatur di sana
health-not_registered = nomornya belum terdaftar di WhatsApp
health-name_not_approved = WhatsApp belum menyetujui nama yang ditampilkannya
health-payment_problem = WhatsApp tidak bisa menagihnya: periksa cara pembayarannya
health-slow_down = gateway-nya minta lebih pelan
health-http_429 = gateway-nya minta lebih pelan
health-app_limit = aplikasinya sudah menghabiskan jatah panggilan ke WhatsApp
health-account_limit = akunnya sudah menghabiskan jatah panggilan ke WhatsApp
health-conversation_limit = terlalu banyak pesan ke satu orang dalam satu menit
health-registration_limit = nomornya terlalu sering didaftarkan
health-maintenance = WhatsApp sedang mengerjakan nomornya
health-slow = gateway-nya minta lebih pelan
health-account_restricted = WhatsApp membatasi akunnya
health-account_locked = WhatsApp mengunci akunnya
health-account_disabled = WhatsApp menonaktifkan akunnya
health-account_deleted = akunnya sudah tidak ada
health-rate_limited = untuk sementara WhatsApp tidak mengizinkannya mengirim lagi
health-quality_low = ada laporan orang: WhatsApp menilai mutunya rendah
health-not_well = layanannya menyatakan sedang tidak baik
health-other = { $reason }
advice-bad_key = Buat kunci baru di gateway dan berikan dengan: belfry channel set { $name } --key -
advice-not_registered = Daftarkan nomornya di pengelola gateway itu sendiri, dengan PIN-nya.
advice-payment_problem = Buka pengaturan penagihan di WhatsApp dan perbaiki cara pembayarannya.
advice-spam_limited = Kirim lebih sedikit, dan hanya kepada yang memintanya; tiap percobaan memperburuk. WhatsApp mencabutnya sendiri setelah beberapa jam atau hari.
advice-unknown_number = Bandingkan pengenal nomornya dengan halaman API Setup, dan pastikan pengguna kunci boleh memakainya.
advice-unknown_vendor = Bandingkan vendor uid dengan halaman API access di akun Anda di sana.
advice-not_set_up = Selesaikan pengaturan Cloud API di akun Anda di sana.
advice-quality_low = Tulis lebih jarang, dan hanya kepada yang memintanya: WhatsApp akan mencabutnya sendiri.
advice-not_connected = Buka gateway dan lihat apakah teleponnya masih tertaut; jika tidak, pindai kodenya lagi.
advice-not_loaded = Buka gateway, jalankan instansinya, dan lihat apakah teleponnya masih tertaut.
advice-license_required = Aktifkan lisensinya di pengelola gateway itu sendiri.
advice-unknown_inbox = Bandingkan nomor kotak masuk dengan alamat halaman pengaturannya, dan tambahkan pengguna kunci ke kotak masuk.
advice-bad_ids = Keduanya bilangan bulat dan ada di alamat gateway itu sendiri: accounts/4 dan inboxes/7.
advice-bot_key = Berikan token akses seorang pengguna, sebaiknya yang khusus untuk ini: Pengaturan profil, Token akses.
advice-not_allowed = Bandingkan nomor akunnya, dan beri pengguna token itu peran di akun tersebut.
advice-account_suspended = Yang mengelola gateway bisa menjelaskan sebabnya.
advice-api_not_enabled = Ambil paket dengan API, atau jalankan gateway sendiri.
advice-reauthorize = Buka pengaturan kotak masuk di gateway dan hubungkan lagi ke WhatsApp.
notice-answer = { $who } menulis:
notice-answer-part = Bagian { $part } dari { $n } ({ $length } karakter).
notice-answer-do = Balas gelembung ini untuk menjawab lewat saluran yang sama.
notice-opted_out = { $who } menulis STOP. Tidak ada lagi yang dikirim kepadanya sampai menulis START.
notice-opted_in = { $who } menulis START dan menerima pesan lagi.
notice-reminder = Pengingat: { $text }
no-text-kind = (tanpa teks: { $kind })

### Ringkasan

digest-head = { $workspace }, minggu { $first } sampai { $last }
digest-quiet = Tidak ada yang dijadwalkan.
digest-due = { $due ->
    [1] 1 pesan dijadwalkan
   *[other] { $due } pesan dijadwalkan
 }: { $sent } terkirim, { $delivered } sampai, { $read } dibaca.
digest-trouble = { $failed } gagal, { $unsure } belum pasti, { $skipped } tidak dikirim.
digest-no-trouble = Tidak ada yang gagal, belum pasti, atau tertinggal.
digest-causes = Sebabnya: { $causes }.
digest-lateness = Keterlambatan: biasanya { $median }, paling lama { $worst }.
digest-doubles-none = Terkirim dua kali: tidak ada. Setiap pesan punya satu pengenal sendiri, dan tidak pernah ada pengenal kedua yang diterima untuknya.
digest-doubles-unsure = Terkirim dua kali: sejauh ini tidak ada. Setiap pesan punya satu pengenal sendiri; untuk { $unsure } saya belum tahu apakah sampai.
digest-doubles = Terkirim dua kali: { $n }. Ini tidak boleh terjadi; tolong beri tahu yang mengurus Belfry.
digest-coverage = Tanda terima datang untuk { $percent } % dari yang terkirim.
digest-needs-head = Perlu Anda:
digest-need-unsure = { $number } untuk { $name }: lihat di telepon apakah sudah sampai.
digest-need-failed = { $number } untuk { $name } gagal: kirim ulang { $number }
digest-need-channel_down = Saluran { $name } tidak berfungsi.
digest-need-no_phone = { $name } tidak punya nomor: tambah kontak { $name } +62 812 3456 7890
digest-need-more = … dan { $n } lagi.
digest-needs-none = Tidak ada yang perlu Anda tangani.
digest-opt-outs = { $n ->
    [0] Tidak ada yang menulis STOP.
    [1] Satu orang menulis STOP.
   *[other] { $n } orang menulis STOP.
 }
digest-answers = { $n ->
    [1] Satu jawaban masuk.
   *[other] { $n } jawaban masuk.
 }
digest-next-head = Minggu depan:
digest-next-none = Minggu depan tidak ada yang dijadwalkan.
digest-next-line = { $day }: { $n }

### Kalender

calendar-total = { $copies ->
    [0] Bulan ini tidak ada yang keluar.
   *[other] Bulan ini { $copies } pesan keluar, dalam { $days } hari.
 }
calendar-today = Hari ini { $day }.
calendar-day = { $day }: { $n }
calendar-trouble = Masalah: { $days }.
calendar-trouble-day = { $day } ({ $n })
calendar-tap = Ketuk sebuah hari untuk melihat pesannya.
calendar-day-empty = Tidak ada yang keluar.
calendar-line = { $number } · { $times } · { $who } · { $text }
calendar-line-state = { $number } · { $times } · { $who } · { $text } · { $progress }
calendar-line-people = { $n } orang
calendar-day-rest = … dan { $n } lagi.
calendar-day-missed = { $n ->
    [1] Satu waktu lewat tanpa pengiriman.
   *[other] { $n } waktu lewat tanpa pengiriman.
 }

### Yang tertulis pada gambar: satu atau dua kata

picture-sent = Terkirim
picture-delivered = Sampai
picture-read = Dibaca
picture-failed = Gagal
picture-unsure = Belum pasti
picture-skipped = Tidak dikirim
picture-next-week = Minggu depan
picture-nothing-due = Tidak ada yang dijadwalkan
picture-nothing-next = Belum ada jadwal
picture-per-day = pesan per hari
picture-trouble = masalah

### Bagian kecil

all-but = { $who } kecuali { $others }
shift-later = { $length } lebih lambat
shift-earlier = { $length } lebih awal

### Batas: apa yang boleh bagi sebuah pesan atau saluran

ask-too_many_people = Itu lebih banyak orang daripada yang diizinkan saluran dalam satu pesan. Pemilik bisa mengizinkan lebih; lalu coba lagi.
ask-beyond_tier = Itu lebih banyak orang daripada yang diizinkan WhatsApp untuk saluran ini. Kirim ke lebih sedikit orang.
limit-people = Ini untuk { $n } orang, lebih dari { $most } yang diizinkan { $channel } dalam satu pesan: nomor yang menulis ke banyak orang sekaligus bisa diblokir.
limit-people-owner = Anda bisa mengizinkan { $n } mulai sekarang, dengan tombol atau dengan: { $example }
limit-people-ask = Pemilik bisa mengizinkan lebih, dengan: { $example } – lalu coba lagi.
limit-tier = Ini untuk { $n } orang. WhatsApp mengizinkan { $channel } menulis ke { $most } orang dalam 24 jam. Kirim ke lebih sedikit orang, atau bagi ke beberapa hari.
option-try-again = Coba lagi
button-allow-people = Izinkan { $n } dan kirim
example-channel-people = saluran { $channel } orang { $n }
error-too_many_people = Ini untuk { $people } orang, lebih dari { $most } yang diizinkan { $channel } dalam satu pesan. Pemilik bisa mengizinkan lebih, dengan: saluran { $channel } orang { $people }
error-beyond_tier = Ini untuk { $people } orang. WhatsApp mengizinkan { $channel } menulis ke { $most } orang dalam 24 jam. Kirim ke lebih sedikit orang, atau bagi ke beberapa hari.
error-bad_limit = “{ $limit }” bukan batas. Tulis sebuah angka, atau kosong.
channel-word = saluran
channel-pace-words = jeda | kecepatan
channel-people-words = orang | penerima
channel-daily-words = harian | batas | batas harian
channel-new-words = baru | orang baru
channel-warm-up-words = pemanasan
channel-guard-pace = jeda { $pace }
channel-guard-people = paling banyak { $n } orang per pesan
channel-guard-new = paling banyak { $n } orang baru sehari
channel-guard-warm-up = pemanasan: { $steps } pesan sehari, mulai hari ini
channel-changed = { $name } diubah.
ask-quiet_hours = Itu jatuh di jam tenang. Apa yang harus saya lakukan?
ask-beyond = Tidak semuanya muat. Apa yang harus saya lakukan?
why-quiet_hours = jam tenang
why-daily_limit = batas harian saluran
why-new_limit = batas orang baru sehari
why-person_limit = sudah cukup pesan hari itu
why-past_end = setelah akhirnya
waits-all = Berangkat { $when } ({ $why }).
waits-some = { $n } dari { $people } menerimanya { $when } ({ $why }).
left-out = { $n } orang tidak kebagian: { $why }.
would-be-left-out = { $n } orang itu tidak akan kebagian.
waiting-until = { $n } menunggu: { $when }.
quiet-anyway = Berangkat pada waktunya, juga di jam tenang.
span = { $first } – { $last }
limit-quiet = Jam tenang { $hours }. Pesan ini akan berangkat di dalamnya: { $when }.
limit-quiet-some = Jam tenang { $hours }. { $n } dari { $people } akan menerimanya di jam itu ({ $when }).
limit-daily_limit = { $channel } mengirim paling banyak { $limit } sehari. { $n } dari { $people } tidak muat pada { $day }.
limit-new_limit = { $channel } menulis ke paling banyak { $limit } orang baru sehari. { $n } dari { $people } tidak muat pada { $day }.
limit-person_limit = Tidak seorang pun menerima lebih dari { $limit } sehari. { $n } dari { $people } sudah mendapatnya pada { $day }.
limit-past_end = Dengan jeda saluran ini { $n } dari { $people } akan menerimanya setelah akhirnya.
option-wait = { $when }
option-wait-quiet = Setelah selesai: { $when }
option-wait-rest = { $n } yang lain: { $when }
option-anyway = Tetap pada waktunya
option-part = Hanya { $n } yang muat
option-leave-out = Lewati waktu-waktu itu
choice-wait-words = tunggu | nanti | setelah itu | hari berikutnya | besoknya
choice-anyway-words = tetap | tetap kirim | kirim saja | pada waktunya
choice-part-words = hanya itu | hanya yang lain | lewati | yang muat
confirm-now-quiet = { $n ->
    [one] Jam tenang { $hours }. Tetap kirim sekarang?
   *[other] Jam tenang { $hours }. Tetap kirim ke { $n } orang sekarang?
  }
cause-new_limit = saluran sudah menulis ke semua orang baru yang boleh dalam sehari
cause-person_limit = sudah mendapat cukup pesan untuk sehari
cause-quiet_hours = waktunya jatuh di jam tenang
cause-past_end = waktunya sudah melewati akhirnya
quiet-words = jam tenang | jam sunyi
quiet-none-words = tanpa jam tenang | tidak ada jam tenang | hapus jam tenang
house-quiet-words = tenang | jam tenang
house-person_limit-words = batas per orang | batas
house-quiet = Jam tenang { $hours }: saat itu tidak ada yang ditulisi, menurut jam mereka sendiri jika diketahui.
house-person-limit = Tidak seorang pun menerima lebih dari { $n } pesan sehari, selain pengingat dan balasan.
house-quiet-waits = { $n ->
   *[other] { $numbers } jatuh di dalamnya, dan sekarang menunggu sampai jam tenang selesai.
 }
example-house-quiet = jam tenang 21:00 sampai 8:00
example-house-person_limit = ruang batas per orang 3
error-bad_quiet = Itu bukan jam tenang. Tulis seperti ini: jam tenang 21:00 sampai 8:00, atau: tanpa jam tenang

### What a channel's kind asks for, and where its webhook is entered

field-waha-url = alamat server WAHA, misalnya http://127.0.0.1:3000
field-waha-key = kunci API WAHA (X-Api-Key); cukup yang hanya boleh membaca dan mengirim di sesi ini
field-waha-session = nama sesi WAHA
field-cloud-key = token akses pengguna sistem yang boleh memakai whatsapp_business_messaging
field-cloud-session = id nomor telepon, dari halaman aplikasi WhatsApp > API Setup
field-cloud-app_secret = rahasia aplikasi (app secret), dari App settings > Basic: menandatangani yang dikirim Meta kepada kita
field-cloud-url = alamat Graph API
field-cloud-version = versi Graph API
field-template = templat yang disetujui dengan satu isian, untuk orang yang tidak menulis dalam 24 jam
field-template_language = kode bahasa templat itu
field-chatwoot-url = alamat Chatwoot, misalnya https://app.chatwoot.com
field-chatwoot-key = token akses pengguna tersendiri yang ditambahkan ke kotak masuk (token bot tidak bisa mencari kontak)
field-chatwoot-account = nomor akun: angka 4 pada alamat Chatwoot, .../app/accounts/4
field-chatwoot-session = nomor kotak masuk WhatsApp: angka 7 pada alamatnya, .../settings/inboxes/7
field-chatwoot-signing_secret = rahasia yang ditampilkan Chatwoot untuk webhook; dengan itu hanya panggilan yang ditandatanganinya yang diterima
field-chatwoot-window = 24h jika kotak masuknya memakai API resmi WhatsApp
field-evolution-url = alamat Evolution API, misalnya http://127.0.0.1:8080
field-evolution-key = kunci instans (apikey); kunci global juga bisa, dan boleh lebih dari yang diperlukan
field-evolution-session = nama instans
field-bizchat-vendor_uid = vendor uid, dari halaman API access akun BizChat Anda
field-bizchat-key = token akses dari halaman yang sama
field-bizchat-url = alamat API, sampai dengan /api
field-bizchat-session = from_phone_number_id; * untuk nomor bawaan di sana
field-bizchat-token_in = tempat token diletakkan
field-bizchat-webhook_header = header tempat BizChat Anda mengirim rahasia webhook, jika bisa
field-http-url = alamat tujuan setiap pesan dikirim
field-http-key = kunci layanan Anda, jika diperlukan
field-http-key_header = header tempat kunci itu
field-http-body = JSON yang dikirim, dengan isian to, text, token, sender, reply_to, media_url, dan media_base64 dalam kurung kurawal
field-http-id_path = letak id pesan pada jawaban, sebagai JSONPath
field-http-look_up_path = jalur yang memberi tahu sejauh mana pesan sampai, dengan id atau token dalam kurung kurawal
field-http-check_path = jalur yang menjawab 2xx selama layanan Anda baik
field-http-session = nama pengirim di layanan Anda; * jika hanya ada satu
webhook-steps-waha = Di dasbor WAHA buka sesinya, tambahkan webhook dengan alamat ini, isi kunci HMAC-nya dengan rahasia itu, lalu pilih event message.any, message.ack, dan session.status.
webhook-steps-cloud = Di aplikasi Meta buka WhatsApp, Configuration, tekan Edit di samping Webhook, tempel alamat itu sebagai callback URL dan rahasianya sebagai verify token; lalu berlangganan field messages.
webhook-steps-chatwoot = Di Chatwoot buka Settings, Integrations, Webhooks lalu tambahkan satu dengan alamat ini, diikuti ?token= dan rahasianya, serta event message_created dan message_updated.
webhook-steps-evolution = Di pengelola Evolution buka instansnya, Events, Webhook: alamat ini, header authorization dengan Bearer dan rahasianya, serta event MESSAGES_UPSERT, MESSAGES_UPDATE, SEND_MESSAGE, CONNECTION_UPDATE, dan QRCODE_UPDATED. Jika header tidak bisa diisi, tambahkan ?token= dan rahasianya ke alamat.
webhook-steps-bizchat = Di halaman API access BizChat nyalakan webhook, tempel alamatnya, lalu tekan Verify Webhook; rahasianya masuk ke header yang Anda sebut, jika ada.
webhook-steps-http = Buat layanan Anda mengirim tanda terima dan jawaban ke alamat ini, seperti tertulis di README gateway.
