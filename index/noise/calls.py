# ruff: noqa: E501 - one cue a line, and a choice cannot be broken over two
"""Cues of calls to subscribe, to register, to follow and to share, as `lexicon` reads them (fr, en, de, es; a little it, pt, nl)."""

SUBSCRIBE_OPENERS = r"""
abonnez-vous
abonne-toi
(s'abonner|s'inscrire) (a|pour|gratuitement)
(ajoutez|suivez) ... (favoris|google|sources? preferee*)
(signalez|partagez)-(la|le|nous)
(lire|lisez|ecouter|retrouvez|ouvrir) (dans|sur) (l'app|l'appli|l'application)
(vous souhaitez|vous voulez) ... (la suite|lire cet article|cet article)
(toute )?l'(actualite|info|essentiel) ... (sur notre|par mail|boite|en continu|chaque|dans votre)
toute l'actu(alite)? (de|du|des|en|sur|locale) .{2,30}
(newsletter|infolettre) ?[-:|–]
je m'abonne
inscrivez-vous (a|au|aux|pour|gratuitement|des|sur|ici|vite|dans|en|maintenant)
inscris-toi
recevez ... (newsletter*|boite|mail*|e-mail*|lettre|alerte*|actualite*|selection|essentiel|meilleur|infos?|smartphone|notifications?)
suivez[- ](nous|moi)
suivez (toute )?(l'actualite|l'info|l'information|nos|notre|la chaine|le fil|en direct l'actu*)
suivez ... (sur|google|facebook|whatsapp|instagram|twitter|linkedin|tiktok|telegram|youtube)
(retrouvez|rejoignez)[- ]nous
(retrouvez|rejoignez) ... (sur|facebook|whatsapp|instagram|twitter|application|abonnes|communaute|chaine|reseaux sociaux|newsletter)
telechargez (l'|notre|votre|gratuitement|ici|des|la)
activez (les|vos|nos) (notifications?|alertes?)
ne (manquez|ratez|loupez) (rien|aucun*|plus|pas)
pour ne (rien|plus rien|pas) (manquer|rater|louper)
pour ne (manquer|rater|louper) aucun*
vous (avez|n'avez) ... (articles? (gratuits?|offerts?)|abonn*|quota)
il vous reste \d+
(deja|pas encore|vous etes deja|vous etes|vous n'etes pas|vous n'etes pas encore) (abonne*|inscrit*|client|membre)
(creez|ouvrez) (votre|un|gratuitement) ... compte
offrez[- ](vous|un abonnement|l'abonnement|cet article)
profitez (de|d') ... (abonn*|offre*|illimite*|€|euros?|mois|promo*)
essayez ... (gratuit*|€|mois|jours)
testez ... (gratuit*|€|mois|jours|sans engagement)
soutenez ... (journalisme|redaction|media|presse|independan*|journal|nous|don)
(faites|faire) un don
votre (adresse )?(e-?mail|mail|courriel|adresse electronique)
(lisez|accedez|debloquez|profitez) ... (illimite|en illimite|tous (les|nos) (articles|contenus)|integralite|abonn*)
(acceder|accedez) (a )?(l'article|tous|nos|votre|au contenu|a la suite)
(vous voulez|vous souhaitez|envie de|vous aimez|vous appreciez) ... (newsletter|abonn*|recevoir|nous suivre|soutenez|cet article|inscri*)
(cet article|cet ?contenu|ce contenu|la suite|la suite de cet article|cette video|cette enquete) (est|reste)( exclusivement| uniquement)? (reserve*|accessible*|offert*|payant*|exclusi*)
(article|contenu|enquete) (reserve|exclusif|premium|payant|abonnes?|offert)
(connectez|identifiez)-vous
chaque (jour|matin|soir|semaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-end|mois), ... (recevez|inscri*|dans votre boite|newsletter|boite mail|votre boite)
(la|notre|nos) (newsletter|lettre|newsletters) ... (inscri*|abonn*|recev*|boite|mail)
(l'application|notre application|l'appli) ... (telecharg*|disponible)
gardez une longueur
(restez|soyez) (informe*|connecte*|au courant|a la page|alerte*)
(a partir de|des) \d+ ... (par mois|/mois|sans engagement)
sans engagement
subscribe (now|today|to|for|from|here|and|with|or|free|via|at)
to subscribe,? (click|visit|go|call)
sign up (to|for|here|now|today|free|with|below|and)
(get|receive) (our|the latest|the best|the day|unlimited|full access|exclusive|breaking|all the|daily|weekly|more|a|top|the|your|news|must-read) ... (newsletters?|inboxe?s?|app|briefing|emails?|e-mails?|alerts?|delivered|subscri*|for free|unlimited|sent|digest|to you|week|month)
get the stories
(invalid|please enter a valid|thank you for (subscribing|signing)|something went wrong|you're (now )?subscribed|check your inbox)
(make|add|set) (us|the ... (news|mail|times|post|journal|courier|review)) ... (google|preferred|source)
(your|with your) (support|help|subscription|donation|contribution) (makes|helps|powers|means|keeps|allows|funds)
get in touch
let us know
(email|contact|text|message|whatsapp) (us|our|newsdesk|tips|news@|\w+@)
(delivered|sent|straight) ... (your|to your) (inbox|e-?mail|phone)
download (our|the|for free|it) ... (app|free|apps|store)
don't miss (out|a|an|the|any|our)
(never|not) miss (a|an|out|our|the) ... (story|thing|update*|again|news|issue|article|headline)
join (our|us on|us at|us and|us for|the ... (newsletter|community|channel|whatsapp|group)|thousands|over|more than ... (readers|subscribers|members)|now)
follow (us|our|@)
follow ... (on|via) (facebook|instagram|x|twitter|whatsapp|google|apple|linkedin|tiktok|youtube|social|threads|bluesky|telegram|flipboard)
(become|be) a (member|subscriber|supporter|patron|friend|registered)
support (us|our|independent|quality|local|the ... (journalism|from|by|for as little|today)|good|high-quality)
(register|log in|login|sign in|log-in) (now|for free|free|here|to|with|or|today)
(already|are you|not) (a|an) (subscriber|member|registered|account)
already (have an account|subscribed|registered|a subscriber)
(not|new) (a )?(subscriber|subscribed|registered|member)( yet)?
(you have|you've) ... (free articles?|articles? left|articles? remaining|free article limit|article limit|this month|this article for free)
(this|the full|the rest of this|this premium) (article|story|content|feature|page) is ... (subscribers?|members?|exclusive|premium|free|behind|registered|only)
this is a (premium|subscriber|members?)
(to|please) (continue|keep) reading
(to|for) (read|access|enjoy) (the full|the rest|more|this|unlimited|all) ... (subscri*|register|sign (up|in)|log in|free|account|stories|articles|content)
(continue|keep) reading (with|for|your|this|by|below|on|in|after)
(continue|keep) reading ?[.…→>]
(enter|submit|type) your (e-?mail|name|postcode|details|address)
your (e-?mail|email) address
(unlock|enjoy|access) (this|unlimited|all|full|every|exclusive|our|the full) ... (article*|access|content|stories|journalism|site|today|app|subscri*|story)
start your (free )?(trial|subscription)
(try|only|just|from|for only|for just) ... (free|£\s?\d+|\$\s?\d+|€\s?\d+|first) ... (month|week|year|trial|weeks|months|subscription)
want (more|even more|to read|unlimited|to get|the latest|to see|to stay|to keep) ... (sign|subscri*|newsletter*|inbox|follow|download|join|app)
(like|love|enjoy|enjoyed|enjoying) (what|this) ... (sign|subscri*|newsletter*|share|support|read)
if you (enjoyed|liked|like|value|appreciate) ... (subscri*|sign|support|share|consider|newsletter*|donat*)
stay (up to date|up-to-date|informed|ahead|in the loop|connected|on top|in the know) ... (newsletter*|app|with|alerts?|our|by|inbox|sign)
(turn on|enable|allow|activate) ... (notifications?|alerts?)
(please )?(consider|make) ... (donat*|contribut*|subscribing|supporting)
(cancel|unsubscribe) (anytime|at any time|any time)
thanks? (you )?for (signing|subscribing|reading)
see our latest
our (free )?(daily|weekly|morning|evening|newsletter*|app|email*) ... (inbox|sign|subscri*|free|deliver*|newsletter*)
(the|a) (best|biggest|latest|top) ... (in your inbox|to your inbox|newsletter|straight to)
have a (story|tip|news tip)
do you have (a story|a tip|more information|information|any information|news)
got a (story|tip|news|question)
jetzt ... (abonnieren|abonniert|testen|anmelden|bestellen|lesen|registrieren|herunterladen|downloaden|freischalten|weiterlesen|folgen|aktivieren|eintragen|probelesen|abschliessen)
jetzt (kostenlos|gratis) ... (abonn*|testen|lesen|anmelden|newsletter|app|registr*|monat*|woche*|bestellen)
jetzt ... (gratis|kostenlos) (testen|lesen|abonnieren|anmelden|registrieren)
(abonnieren|abonniere) (sie|uns|unseren?|jetzt|hier|den|auch|dich|diesen)
(melden|tragen|registrieren|loggen) sie sich ... (an|ein|newsletter|kostenlos|jetzt|hier)
(melde|trag|registriere) dich ... (an|ein|newsletter|kostenlos|hier)
(folgen|folge) (sie|uns|dem|der|auch|jetzt) ... (uns|auf|bei|instagram|facebook|whatsapp|kanal|google|twitter|x)
folg* uns
keine?( wichtigen?| spannenden?| weiteren?| neuen?)? (nachricht*|news|story|neuigkeit*|artikel|ausgabe|folge|meldung*|thema|geschichte*) ... (verpassen|versaumen)
nichts ... verpassen
(sie|du|wer) (wollen|mochten|willst|mochtest|will) ... (verpassen|lesen|unterstutzen|newsletter)
(der|unser|mit dem|im) newsletter ... (jeden|taglich|postfach|bringt|informiert|wochentlich|jede woche|erscheint)
dieser (text|artikel|beitrag) (erschien|stammt|ist) ... (newsletter)
hier (konnen|kannst|finden|gibt es|geht|klicken|abonnieren|anmelden) ... (abonn*|anmeld*|newsletter|kanal|app|zum|zur|inhalt*)
dann ... (newsletter|abonnieren|folgen sie|melden sie|registrieren)
(laden|lade) (sie|dir|euch|sich) ... (app|herunter|kostenlos)
(weiterlesen|weiterhoren) (mit|nach|ab|fur)
mit (plus|abo|einem|unserem|dem) ... (lesen sie|abo|newsletter|zugriff|zugang|sind sie|bleiben sie|abonn*)
lesen sie (mit|jetzt|unbegrenzt|alle|diesen artikel|den ganzen|den vollstandigen|weiter mit)
(dieser|diesen|der) (artikel|beitrag|inhalt|text) ... (abonnent*|plus-abo|kostenpflichtig|digitalabo|abo|exklusiv fur|registrier*|nur fur (abonn*|plus*|mitglieder|registrierte))
(sie|du) (haben|sind|hast|bist|mochten|wollen|mochtest|willst) ... (abonnent*|abonniert|digitalabo|registriert|zugangsdaten|newsletter|abo|angemeldet|kostenlosen? artikel|weiterlesen|uns folgen|nichts verpassen|auf dem laufenden)
(schon|bereits|noch kein*|noch nicht) (abonnent*|kund*|registriert|digital-abonnent*|abo|digitalabo|mitglied|ein abo|angemeldet)
(ihre|deine|ihre e-mail|e-mail)[- ](e-mail|mail|adresse|mailadresse|e-mail-adresse)(-adresse)?
(holen|sichern) sie sich
(sichere|hol) dir
unterstutzen sie (uns|unsere?n?|unabhang*|guten|den|freien)
(erhalten|bekommen|empfangen) sie ... (newsletter|postfach|e-mail*|mail|taglich|jeden|nachrichten|whatsapp|push*|meldungen|direkt|kostenlos)
(jeden|taglich|taglichen|immer) ... (ihr|dein|ins|im|in ihr|in dein) (postfach|e-mail-postfach|mail-postfach|inbox)
(bestellen|probieren|testen|entdecken|nutzen|geniessen|aktivieren) sie ... (newsletter|abo|gratis|kostenlos|monat*|plus|app|woche*|digital*|push*|benachrichtigung*)
(unser|der|unseren|unsere|den|die|im) (kostenlose[nr]? |tagliche[nr]? |taglichen? )?(newsletter|whatsapp-kanal|app|push-nachricht*) ... (abonn*|anmeld*|herunter*|folgen|postfach|bestell*|informier*|kostenlos|verpass*|halt*)
(newsletter|whatsapp-kanal|push-nachrichten|e-paper) (abonnieren|anmelden|bestellen|aktivieren|bestellen|testen|folgen)
(kostenlos|gratis|hier|noch heute) (anmelden|registrieren|testen|abonnieren|lesen|geht es zum|bestellen|probelesen)
(zugang|zugriff) (zu|auf) (allen?|alle|samtlich*|unbegrenzt*)
(unbegrenzt|alle|unbegrenzter|voller|vollen) (lesen|artikel ... (lesen|inklusive|plus|app)|zugriff|zugang|inhalte ... (lesen|abo))
(bleiben|sei|bleib) (sie )?(informiert|auf dem laufenden|up to date|immer)
(monatlich|jederzeit|flexibel) kundbar
(suscribete|suscribase|suscribirse|apuntate|apuntese|inscribete|inscribase|registrate|registrese|siguenos|siganos|unete|unase|descargate|hazte)
(recibe|recibir|reciba|recibelo) ... (newsletter|correo|bandeja|email|boletin*|alertas?|noticias|whatsapp|movil|actualidad|titulares|gratis|informacion)
sigue ... (nuestro|en (nuestr*|facebook|whatsapp|instagram|google|twitter|x|telegram|directo)|canal|facebook|whatsapp|instagram|google|twitter|x|telegram|leyendo)
(sigue|siga|continua|continue) leyendo
puedes? seguir* (a|nos|toda|en|leyendo)
puede seguir (a|nos|toda|en|leyendo)
(descarga|descargue) (la|nuestra|gratis|ya|aqui) ... app
(no te|no se|para no) (pierdas|pierda|perderte|perderse) (nada|ninguna?|la|las|ni|lo|el|los|nuestr*|de)
(lee|lea|navega|accede|acceda) (sin limites|gratis|ilimitad*|a todo*|a todos|a nuestr*|con tu|de forma|este articulo|sin)
para (seguir|continuar) (leyendo|navegando)
(este|esta|el) (articulo|contenido|noticia|reportaje|texto|informacion) (es|esta)( solo| exclusiv*| reservad*)? ... (suscriptor*|socios?|abonados?|exclusiv*|registrad*|premium)
(contenido|articulo|noticia) (exclusiv*|solo|reservad*|premium|para (suscriptor*|socios))
(solo|exclusivo) para (suscriptores|socios|abonados)
(ya|eres|si ya|aun no|todavia no) (eres |soy |estas |tienes )?(suscriptor*|socio*|premium|registrad*|cuenta|suscrit*|una cuenta)
(inicia|iniciar|inicie) sesion
(crea|cree) (tu|su|una|gratis) ... cuenta
activa (las|tus|nuestras|tu) (notificaciones|alertas|suscripcion|cuenta)
apoya (el|a|nuestr*|un) ... (periodismo|independient*|medio|diario)
(tu|su|introduce|escribe|indica|introduzca) (tu |su )?(correo|email|e-mail|direccion) (electronic*|de correo|de email)?
(quiero|quieres|deseo) (recibir|suscribirme|apuntarme|estar|seguir leyendo|ser socio)
(disfruta|prueba|aprovecha) ... (gratis|€|euros?|suscri*|oferta|ilimitad*|limites|mes|digital)
si (quieres|quiere|deseas|te ha gustado|te gusta) ... (newsletter|boletin|correo|suscri*|siguenos|seguir leyendo|recibir|canal|apunta*|comparte*)
(toda la|la mejor) (actualidad|informacion) ... (correo|bandeja|newsletter|whatsapp|movil|suscri*)
(has|ha) (leido|alcanzado|superado|agotado) ... (articulos|limite|gratis)
(te quedan|le quedan) \d+
(cada|todos los|todas las) (manana*|dias?|semana*|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|tardes?|noches?) ... (en tu correo|en su correo|en tu bandeja|newsletter|boletin)
nuestr[ao] (newsletter|boletin|app|canal) ... (suscri*|apunta*|correo|gratis|recib*|descarg*)
(cancela|cancele) cuando
(sin permanencia|sin compromiso)
(iscriviti|abbonati|seguici|scarica l'app|ricevi ... newsletter|assine|inscreva-se|siga-nos|receba ... (newsletter|e-mail)|meld je aan|word (abonnee|lid)|volg ons|neem een abonnement|schrijf je in)
"""

SUBSCRIBE_STRONG = r"""
(dans|directement dans) votre boite (mail|e-mail|de reception|aux lettres electronique)
(newsletter|lettre|infolettre) (quotidienne|hebdomadaire|gratuite|matinale)?,? ?inscrivez
reserve* (a|aux) (nos )?(abonne*|membres|inscrits)
(la lecture|la suite|l'integralite) de (cet|l') ?article
sans engagement,? (annul*|resili*)
to your inbox
in your inbox
(on|via|from) (the )?(app store|google play|google news|apple news)
(sur|via|dans) (l')?(app store|google play|google news|google actualites|apple news)
(im|bei|aus dem|uber) (den )?(app store|google play|google news|apple store|play store)
(en|desde) (la )?(app store|google play|google news|play store)
in ihr(em?)? (e-mail-)?postfach
in dein(em)? (e-mail-)?postfach
en tu (correo|bandeja|email)
en su (correo electronico|bandeja de entrada)
(unserem|unseren|im) whatsapp-kanal
(nuestro|en nuestro|al) canal de whatsapp
(notre|sur notre) (chaine|canal) whatsapp
"""

SUBSCRIBE_WEAK = r"""
(newsletter*|infolettre*|boletin*)
(abonnement*|abonne*|abonniere*|abonnent*|abo|abos|digitalabo|probeabo|digitalabonnement)
(inscri*|desinscri*|desabonn*|desabonnement)
(subscri*|unsubscri*)
(suscri*)
(illimite|unlimited|unbegrenzt|ilimitad*|sin limites)
(gratis|kostenlos*|gratuit*|for free)
(par mois|per month|a month|a week|im monat|pro monat|al mes|monatlich)
(votre|vos|your|ihr|ihre|ihren|ihrem|dein|deine|tu|tus) (compte|account|konto|cuenta|abonnement|subscription|abo|suscripcion|e-mail*|mail*|email*|correo|boite*|inbox|postfach|navigateur|browser)
(l'application|appli|app|apps)
(notifications?|push*|notificaciones)
(lecteurs|readers|leser*|lectores)
(cliquez|click|klicken sie|haz clic|haga clic|pulsa)
(rejoindre|souscrire|souscrivez|decouvrez nos offres|voir les offres)
(exclusif|exclusive|exklusiv*|exclusiv*)
(maitrisez|gardez|restez|decouvrez|retrouvez|recevez|profitez|accedez|lisez|soutenez)
(erhalten sie|lesen sie|bleiben sie|entdecken sie|testen sie|sichern sie|nutzen sie)
(descubre|disfruta|accede|lee|recibe|apoya|consigue|elige)
(essai|trial|probemonat|testmonat|prueba)
"""

SHARE_OPENERS = r"""
(compartel[oa]|compartelo)
(se connecter|connectez-vous|s'identifier) pour (commenter|reagir|lire)
(cet article|ce sujet|cette video|cette info) vous (a|ont)
(avisanos|escribenos|cuentanos|dinoslo|contactanos)
(view|see|show|read|hide) (all )?\d+ comments?
(ver|leer|mostrar) (los )?\d+ comentarios?
(voir|lire|afficher) (les )?\d+ commentaires?
\d+ kommentare (anzeigen|lesen|ansehen)
partage[rz] (cet|cette|l'article|sur|par|via|ce|la page|l'information|avec)
(envoyer|envoyez) (cet article|par|a un ami)
reagir (a|au)
(reagissez|commentez) ... (article|ci-dessous|sur)
(votre|un) (avis|commentaire) (nous|compte|sur cet)
(signaler|signalez|une erreur|vous avez (repere|constate|trouve)|vous constatez) ... (erreur|faute|coquille|contenu|article)
une erreur dans
(laissez|laisser|poster|postez|ajouter|ecrire) (un|votre|vos) commentaires?
(soyez|sois) le premier a (commenter|reagir)
(offrir|offrez) (cet|l') ?article
(ecouter|ecoutez) (l'article|cet article|l'audio)
share (this|on|via|the (article|story)|with|by|article|story|full|your)
(print|email|save|gift|copy) (this|article|story|link)
(join|have|start|see|read|view|show|hide|leave|post|add) (the|your|a|all|all the|latest|in the) (conversation|say|comments?|discussion)
(be the first to|what do you think|tell us what|let us know) ... (comment*|below|comments|think|know)
(comments?|commenting) (are|is|have|on this) (closed|now closed|open|been|disabled|article|story|turned)
(spotted|see|seen|noticed|found|report) (an?|any|a) (error|mistake|correction|typo|inaccuracy|problem)
(report an? (error|typo|correction|problem))
(listen to|hear) this (article|story)
(teilen|teile) (sie )?(diesen|den|auf|per|mit|via|dies|diese)
(artikel|beitrag|seite|text) (teilen|drucken|merken|verschenken|anhoren|versenden|empfehlen|vorlesen|kommentieren|horen|speichern|als pdf)
(haben sie|hast du|sie haben) (einen |einen )?(fehler|tippfehler|hinweis*|anregung*|fragen|feedback) ... (entdeckt|gefunden|bemerkt|schreiben|uns|artikel|thema)
(fehler|feedback) (gefunden|entdeckt|melden|zum artikel|im artikel)
(diskutieren|schreiben|kommentieren) sie (mit|uns|jetzt|einen kommentar|diesen)
(ihre|deine) meinung (ist|interessiert|zu)
(was|wie) (denken|meinen|finden) sie ... (kommentar*|schreiben|uns)
kommentar (schreiben|verfassen|hinzufugen)
(die )?kommentar(e|funktion) ... (geschlossen|deaktiviert|schliessen)
(comparte|compartir|comparta) (esta|este|en|por (whatsapp|correo|e-?mail|email)|el (articulo|enlace|contenido)|la noticia|via|articulo|noticia)
(enviar|envia) (por|esta|este|a un)
(ir a|ver|deja|dejar|escribe|escribir|leer|mostrar|anade|publica) (los|un|tu|el|una|todos los) (comentarios?|opinion)
(comenta|comentar|comente) (esta|este|la|el|noticia)
(has|ha|hay|si has|si ha|has) (encontrado|visto|detectado|algun) (un|algun|una|algun) (error|errata|fallo)
(se el primero en|quieres) (comentar|opinar)
(escucha|escuchar) (este|el|la|esta) (articulo|noticia|audio)
(imprimir|guardar) (articulo|noticia|pagina)
(condividi|compartilhe|deel dit|commenta)
"""

SHARE_STRONG = r"""
\d+ (commentaires?|comments?|kommentare?n?|comentarios?|commenti|reacties) (join|rejoindre|voir|see|mitdiskutieren|lesen|ver|reagir)
(connectez-vous|identifiez-vous) pour (reagir|commenter)
(log|sign) in to (comment|join)
(melden sie sich an|einloggen),? um zu kommentieren
(inicia sesion|registrate) para comentar
"""
