# ruff: noqa: E501 - one cue a line, and a choice cannot be broken over two
"""Further cues for `lexicon`, by habit of the trade: papers, stations, magazines, agencies, shops inside news sites."""

# Openers of related links that need no colon, where a capital or a quotation mark follows.
RELATED_BARE = r"""
(notre (dossier|enquete|reportage|analyse|decryptage|serie)( (complet|complete|special))?|tous nos articles|retrouvez (notre|tous nos|nos))
(hier geht es (zum|zur|zu)|unser (dossier|themenspecial)|die (bildergalerie|bilderstrecke|fotostrecke)|zur (bildergalerie|bilderstrecke|fotostrecke|umfrage|karte))
(ver (galeria|fotogaleria|especial)|todas las noticias (de|sobre)|nuestro especial)

(sur le meme (sujet|theme)|dans la meme (rubrique|serie)|pour aller plus loin|en savoir plus|plus d'infos?|a (lire|voir|ecouter|relire|decouvrir) (aussi|egalement)|(lire|voir|ecouter) (aussi|egalement)|notre dossier|la redaction vous (conseille|recommande|propose)|article (lie|associe|connexe|precedent|suivant)|a (lire|voir) ensuite|notre (selection|reportage)|retour sur)
(related (stor(y|ies)|articles?|reading|content|news|coverage)|more (on|from) this story|read (more|next|also)|see (more|also)|watch (more|next)|up next|also read|more coverage|don't miss|must read|recommended (reading|stories|for you)|trending now|further reading|in other news|also in the news|more stories|most read|editor's picks?|what to read next|top stories|you may also like|you might also like|also on this site)
(lesen sie (auch|dazu|mehr|jetzt|weiter)|mehr (zum thema|dazu|zu diesem thema|infos?|informationen|nachrichten)|(auch|ebenfalls) interessant|passend (dazu|zum thema)|siehe auch|weitere (artikel|nachrichten|meldungen|informationen)|das konnte sie (auch )?interessieren|zum artikel|zum (video|podcast|dossier|interview|kommentar|liveblog)|aus dem archiv|unsere (leseempfehlung|empfehlung)|meistgelesen|lesetipp|mehr lesen)
(mas (informacion|noticias|sobre el tema|en la seccion)|noticias? relacionadas?|articulos? relacionados?|te (puede|podria) interesar|tambien te (puede|podria) interesar|(lea|lee|vea|ver|leer|mira) (tambien|mas|ademas)|te recomendamos|le recomendamos|lo mas (leido|visto)|en la misma seccion|no te pierdas|para saber mas|contenido relacionado|relacionado)
"""

RELATED_OPENERS = r"""
(notre|nos|tous nos|unser|unsere|our|nuestro) (grand )?(dossiers?|enquetes?|themenspezial|special report|explainer|especial)( (complet|complete|special))? (sur|zum|zur|on|zu|about) .{3}
(plus|mas|mehr|more) (d'articles|artikel|articulos|articles|stories|noticias) (sur|uber|on|sobre|about|zu) .{3}
(dazu passend|was dazu passt|dazu auch|hintergrund dazu|im interview|im video|die analyse|der kommentar|chronologie|faktencheck|fotostrecke|bildergalerie|liveblog|grafik) ?: .{3}
(more|see|read|watch|video|gallery|pictures|in pictures|live|opinion|analysis|explained|recap|timeline|poll|quiz) ?: [a-z'].{8}
(te recomendamos( leer)?|recomendamos|galeria|fotogaleria|analisis|opinion|entrevista|directo|en vivo|cronologia|encuesta|claves) ?: .{3}
(diaporama|en images|infographie|carte|chronologie|sondage|entretien|analyse|reportage|tribune|direct|portrait|edito|recit|video|podcast|quiz) ?[:.-] .{8}$
"""

RELATED_STRONG = r"""
(ultimas noticias|ultima hora|dernieres (infos|informations)|latest (updates|news)|live updates|alle (entwicklungen|nachrichten|infos)|las claves|sigue la ultima hora|suivez) ... (en directo|en vivo|en direct|live|im (live-?)?(blog|ticker)|im newsblog|nuestro directo|notre direct)
"""

RELATED_HEADERS = r"""
(was (andere|leser|unsere leser|sie) ... (interessier*|gelesen|lesen|bewegt)|dazu (passend|mehr)|passt dazu|noch mehr (lesen|lesestoff|artikel|themen)|mehr geschichten|weitere geschichten)
(ce que (lisent|les autres) ... (lecteurs|lisent)|les lecteurs (lisent|ont) .{3,20}|notre dossier|dans le meme dossier|toute la serie)
(what (others|other readers|people|our readers) .{3,25}|other stories|more from .{3,30}|dig deeper|go deeper|read on|from the archives?)
(lo que (otros|leen) .{3,20}|otros lectores .{3,20}|te recomendamos leer|recomendamos leer|del archivo|mas historias|otras historias|sigue con)

(a la une|a la une de .{3,20}|les titres|l'essentiel|l'info en continu|toute l'actu(alite)?|fil (info|d'actualite)|en ce moment|les (derniers|dernieres) (articles|infos|actus|actualites)|contenus? (lies?|sponsorises?|recommandes?)|la redaction vous (conseille|recommande)|ailleurs sur le web|sur le web|les (immanquables|incontournables)|coups? de coeur|dans l'actualite|d'autres (infos|actus)|autres (infos|actualites)|articles? (precedents?|suivants?)|videos? (du jour|a la une|recommandees?)|nos (videos|podcasts|series|enquetes|guides|tests)|le top|plus de .{3,25}|vu sur le web|ces articles (pourraient|peuvent) vous interesser)
(around the web|from (around )?the web|from our (partners?|network|archive|sponsors?)|elsewhere( on the web)?|top (stories|picks|news|reads)|latest (stories|news|headlines|articles|videos?)|today's (top|headlines|picks)|news headlines|in case you missed it|icymi|the latest|what's (new|next|trending)|must-?(read|see)s?|our (best|top|latest)|deals of the day|best of .{3,20}|you (might|may) have missed|promoted (stories|links)|sponsored (stories|links|content)|paid content|stories you may like|more like this|next (up|article|story)|also (see|in .{3,20})|editor's (picks?|choice)|live (now|updates)|watch (more|also)|read this next)
(meistgelesene? .{0,20}|neueste (artikel|beitrage|nachrichten|meldungen)|(weitere|alle) (meldungen|nachrichten|beitrage|artikel|themen)( .{3,30})?|mehr (ausland|inland|sport|politik|wirtschaft|kultur|panorama|wissen|themen)|aus dem (ressort|netz|web)|aus unserem (netzwerk|magazin|archiv)|leser(innen)? (empfehlen|lesen auch)|unsere (themen|podcasts|videos)|das beste aus .{3,20}|top[- ]?(thema|artikel|stories|meldungen)|kurz (und knapp|notiert)|verwandte (anbieter|artikel|beitrage|inhalte)|nachste(r|s)? .{3,12}|vorige(r|s)? .{3,12}|heute wichtig|im fokus|themenwelten|sponsored stories|auch spannend)
(noticia relacionada|te (interesa|puede gustar)|al minuto|lo mas (valorado|buscado|destacado)|ultimos? (articulos|videos)|otros? (contenidos|temas|titulares)|titulares( del dia)?|contenidos? (promocionados?|patrocinados?|destacados?)|enlaces (promovidos|patrocinados|de interes)|en la web|de la red|hemos visto|nuestros (podcasts|videos|especiales)|siguenos en directo|mas (de|en) .{3,20}|articulos? (anteriores?|siguientes?)|lo que debes saber|tambien es noticia|hoy destacamos)
"""

AUTHOR_WEAK = r"""
(equipo|equipe|team|redaktionsteam|group) (de|of|aus|von) ... (periodistas|journalistes|reporters|journalist*|redakt*|redact*)
"""

AUTHOR_OPENERS = r"""
(suivez|contactez|retrouvez) (-?l[ae] |son |ses |l'auteure? )(sur|compte|articles|travail)
(you can|to) (contact|reach|follow|email) (him|her|them|the (author|reporter|writer|journalist)|[a-z]+) (at|on|by|via)
(follow|find|reach|contact|email) [a-z]{2,15}( [a-z'-]{2,20})? (on|at|via) (x|twitter|instagram|facebook|bluesky|linkedin|threads|mastodon|\d|@|[\w.]+@)
(erreichen|schreiben) (sie|kann man) ... (unter|autor*|redakteur*)
(siga|sigue|puedes seguir) a (la |el )?(autora?|periodista) en
(mas articulos|otros articulos|ultimos articulos) de .{3,40}
(plus d'articles|d'autres articles|tous les articles|ses derniers articles) (de|par) .{3,40}
(more|other|all|latest) (articles|stories|posts|work) (by|from) .{3,40}
"""

AUTHOR_HEADERS = r"""
(signature|la signature|contact (presse|redaction)|votre journaliste|le journaliste|la journaliste|auteurs|redacteur|redactrice|par le meme auteur)
(our writers?|your reporter|the reporter|byline|reporting by|our experts?|the writer|journalist|profile)
(uber (unsere autorin|unseren autor|die person)|die redaktion|unser autor|unsere autorin|autorenprofil|autoreninfo|redakteur(in)?|kontakt zum autor)
(quien es|el periodista|la periodista|redaccion|sobre nosotros|perfil|biografia|el redactor|la redactora)
"""

NAVIGATION_BUTTONS = r"""
(loading|chargement( en cours)?|wird geladen|cargando|passer au contenu principal|mein abo|mi suscripcion|regionen|ressorts)

(acceder (au|a la|aux) (menu|contenu|recherche|navigation|favoris)|aller a l'accueil|mon (profil|journal|actu)|ma (liste|station|selection|ville|commune)|mes (alertes|favoris|articles|newsletters)|ecouter le direct|ecouter la radio|regarder le direct|voir le direct|rejouer|replay|le replay|toutes les (emissions|rubriques|videos|newsletters|editions)|les (rubriques|services|editions)|nos (services|sites|applications|emissions|partenaires|engagements|offres)|lire le journal( numerique| papier)?|le journal (numerique|du jour|papier)|journal (numerique|papier)|editions? (numeriques?|papier|locales?|abonnes)|la boutique|services?( client| abonnes?| lecteurs?)?|avis de deces|obseques|faire-part|carnet du jour|deposer une annonce|annuaire|covoiturage|cinema et programmes|grille( tv)?|mots fleches|sudoku|concours|jeux concours|nos (newsletters|podcasts)|l'appli|applications? mobiles?|application|nos reseaux( sociaux)?|charte (du groupe|de moderation|informatique|ethique)|le groupe|qui nous sommes|devenir (membre|correspondant)|nous rejoindre|nous ecrire|nous soutenir|espace (presse|client|annonceurs|pro)|mediateur|fermer (la|cette) (fenetre|banniere|publicite)|fermer|ouvrir|deplier|replier|derouler|sommaire|diaporama|voir (les|toutes les|la) (photos?|galerie|images|diaporama)|page \d+|nota anterior|date de parution|fil info|pseudo|rester en bas)
(reuse this content|view (image|photo|gallery|comments?) ?(in )?(fullscreen|full screen|gallery)?|enlarge image|expand|open (image|gallery) ?(in )?(modal|gallery|full screen)?|close (menu|modal|dialog|banner|ad|x)|view gallery|show caption|hide caption|toggle caption|was this (article )?(helpful|useful|page useful)\??|story saved|quick guide|table of contents|in this (article|story|guide)|jump to|print subscriptions|search (jobs|here|the site)|find a job|buy a paper|buy (photos|our photos|a photo)|funeral notices|death notices|in memoriam|book an ad|place an ad|post an ad|in your area|inyourarea|marketplace|directory|dating|cars for sale|buy and sell|reader (offers|rewards|holidays)|rewards|competitions?|discount codes|vouchers|voucher codes|our (company|people|story|brands|network|apps?|awards|titles|papers|journalism)|who we are|what we do|newsroom( policies)?|news policies|masthead|editorial (policy|standards|team|values)|our commitments|write for us|pitch us|submit (a|your) (story|letter|tip|event|press release)|letters to the editor|send us a (story|tip|letter)|tip line|news tips?|customer service|subscriber services|manage (account|subscription|my account)|my (account|profile|news|library|list)|account|profile|sign (in|out|up)|log ?(in|out)|register|e-?edition|e-?paper|digital edition|print edition|back issues|newsstand|partners?|affiliates?|investors?|investor relations|press( room)?|media (enquiries|centre|center|room)|foundation|a-z( index)?|topics|all (sections|news)|sections|more|watch live|listen live|on air|on now|schedules?|tv schedule|radio schedule|programmes|watch|transfers|gossip|teams|return to [a-z]{3,10}|go to homepage|page \d+ of \d+)
(zum (hauptmenu|menu|seitenanfang|archiv|shop|abo|seitenende|footer)|mein (konto|profil|bereich)|meine (themen|artikel|merkliste|stadt|region)|abo-?service|aboshop|abo|login|log-in|anmelden|abmelden|registrieren|einloggen|benutzerkonto|konto|profil|leichte sprache|gebardensprache|sendungen|sendung verpasst\??|live ?hor?en|livestream|live-?tv|radio|radio horen|audiothek|tv-?programm|stellenangebote|stellenanzeigen|alle (stellenangebote|jobs|termine|themen|videos|podcasts|ressorts|meldungen)( ansehen| anzeigen)?|jobborse|kleinanzeigen|automarkt|partnersuche|branchenbuch|reisen|gutscheine|prospekte|preisvergleich|tarifrechner|vergleichsrechner|brutto-netto-rechner|strom-?rechner|kredit-?rechner|gehalts-?rechner|steuer-?rechner|zins-?rechner|lieferantensuche|leserdiskussion|leserfragen|leserservice|kundenservice|service-?center|kontakt (und|&) hilfe|hilfe und kontakt|haufige fragen|jobs (und|&) karriere|presseportal|mediaservice|verlag|gesellschafter|autoren|autorinnen und autoren|rss-?feeds?|seite (drucken|empfehlen|versenden|vorlesen)|druckversion|vorleseversion|bildergalerie( anzeigen| offnen)?|fotostrecke( offnen)?|bild (vergrossern|in lightbox offnen)|vollbild|schliessen|ausklappen|einklappen|aufklappen|mehr|inhaltsverzeichnis|seite \d+( von \d+)?|auf einer seite lesen|nachste seite|gewinnspiel|spielplan|transfers|veranstaltungskalender|newsletter(-ubersicht)?|push-?nachrichten|apps?|unsere apps|hier werben|digitale werbung|fernsehprogramm|blaulicht-?ticker)
(mi (cuenta|perfil|lista|ciudad)|mis (noticias|favoritos|guardados|newsletters|comentarios)|acceder|accede|entrar|identificate|iniciar sesion|cerrar sesion|registro|registrarse|suscripcion(es)?|suscriptores|zona (de )?suscriptores|area de (cliente|suscriptores)|kiosco( digital)?|edicion (impresa|digital|de hoy)|periodico (digital|pdf)|ver (galeria|fotos?|video|imagenes|perfil|mas noticias|todas las noticias|comentarios)|ampliar( foto| imagen)?|cerrar|abrir|desplegar|mostrar (mas|menos)|indice( de contenidos)?|escuchar (la )?radio|en antena|parrilla|programas|a la carta|clasificacion(es)?|calendario|fichajes|marcador(es)?|carteleras?|traductor|diccionario|cupones( descuento)?|cupon|pisos|coches|anunciate|publicite?se|tarifas( de publicidad)?|estadisticas|comercial|quiero anunciarme|sala de prensa|grupo|la empresa|nosotros|directorio|corresponsales|hazte socio|cartas al director|enviar carta|farmacias( de guardia)?|sorteos?|nota (anterior|siguiente)|articulo (anterior|siguiente)|pagina (anterior|siguiente|\d+)|volver (al inicio|a portada|atras)|ir a (portada|inicio|la portada)|todas las (noticias|secciones)|secciones|newsletters?|boletines|blogs|apps?|aplicaciones( moviles)?|avisame|temas|flecha|normas( de participacion| de uso)?|mis comentarios|anadir usuario|continuar leyendo( aqui)?|enlace|codigo de etica)
"""

SHARE_BUTTONS = r"""
(\d+ )?(leserkommentare?|lesermeinungen|nutzerkommentare|beitrage|reader comments?|avis des lecteurs|opiniones)
(verlinken|verschicken|weitergeben|zitieren|abspeichern|lesezeichen setzen|auf (whatsapp|facebook|x|telegram) teilen)
(permitir|autorizar|aceptar)( y (ver|continuar|mostrar))?

(ajouter (a|aux) (vos|mes|ma|votre) (selections?|favoris|liste|articles)|ajouter|retirer|donner (mon|son|votre) avis|contribuer|reagissez|publier|envoyer|tous les commentaires|0 (reaction|commentaire)s?|pas de commentaires?|aucun commentaire|\d+ (reactions?|avis|contributions?|j'aime)|taille du (texte|caractere)|signaler une (erreur|faute|coquille)|une (remarque|erreur)( \?)?|votre (message|commentaire|pseudo)|pseudo|(facebook|twitter|linkedin|whatsapp|x|e-?mail|messenger)( partager)|diffuser|transferer|ecouter (le podcast|l'episode|l'emission)|vous aimez \??|j'aime|je partage|masquer les commentaires|lire les \d+ commentaires|suivre (ce sujet|ce fil|l'auteur|cet auteur|la discussion))
(add to (reading list|favou?rites|list|library|my list)|saved|save (for later|this|to (read|favou?rites))|remove|unsave|copy (url|article link)|via email|by email|\d+ (min ago|views|reads|likes|comments?|shares?|reactions?|replies)|no comments( yet)?|0 comments?|load comments|sort by|newest|oldest|most liked|post|reply|report (this )?(comment|ad|abuse)|recommended|upvote|downvote|share (icon|button|via)|facebook icon|follow (author|topic|this (topic|author))|comment (now|below|here)|write a comment|start the conversation|be the first to comment|comments? (closed|off)|conversation|republish( this article)?|cite|get alerts|email (alerts?|the author)|text (us|size)|larger text|resize|play|pause|mute|unmute|skip|play video|read aloud|listen( now)?|audio|now playing)
(jetzt teilen( auf)?|teilen (auf|per|via|sie)|weitersagen|weiterleiten|per (whatsapp|mail|e-?mail|facebook)|artikel (empfehlen|bewerten|melden|vorlesen lassen|zur merkliste hinzufugen)|in merkliste|gemerkt|link (kopieren|teilen)|kommentar (abgeben|schreiben|melden)|\d+ (kommentare?n?|likes|aufrufe|reaktionen|mal geteilt)|keine kommentare|noch keine kommentare|schreibe? (einen|den ersten) kommentar|jetzt (kommentieren|mitdiskutieren|bewerten)|antworten|melden|bewerten|gefallt mir|schrift (grosser|kleiner)|schriftgrosse|text (vorlesen|grosser|kleiner)|druckansicht|beitrag (merken|teilen|drucken|horen)|horen|audio|artikel horen|leserbrief( schreiben)?|feedback( geben)?|hinweis geben|zur diskussion|diskussion|autor folgen|thema folgen|folgen|abspielen|video abspielen|stumm)
(anadir a (favoritos|mi lista|mis noticias)|guardar (noticia|para despues)|guardado|leer (despues|mas tarde)|compartir (noticia|en redes|esta (nota|noticia))( sociales)?|whatsapp|copiar (url|link|vinculo)|enlace copiado|\d+ (comentarios?|me gusta|lecturas|compartidos|reacciones|votos)|sin comentarios|0 comentarios|escribir comentario|deja tu comentario|publicar|responder|denunciar|valorar|votar|reporta un error|corregir|avisar de un error|aumentar (texto|letra)|reducir (texto|letra)|tamano de (letra|fuente)|reproducir|escuchar (noticia|nota|el audio)|audio|seguir (autor|tema|a la autora)|seguir|comentar (noticia)?)
"""

SUBSCRIBE_BUTTONS = r"""
(s'inscrire( a la newsletter| gratuitement)?|m'inscrire|je m'inscris|s'abonner|abonnez-vous|m'abonner|je m'abonne|valider|ok|offres? d'abonnement|voir (les|nos) offres|nos offres|tester gratuitement|essayer gratuitement|profiter de l'offre|j'en profite|j'(y )?accede|je (donne|soutiens|cree mon compte|me connecte)|se desabonner|article reserve (aux|a nos) abonnes|reserve aux abonnes|reserve abonnes|pour les abonnes|contenu abonnes|abonnes|premium|newsletters?|acheter (le|ce) numero|acheter cet article|lire (le numero|en ligne|l'edition du jour)|feuilleter|adresse (e-?mail|mail)|votre (e-?mail|adresse (e-?mail|mail))|e-?mail ?\*?|indiquez votre (e-?mail|adresse))
(subscribe( now| today| here)?|sign up( now| for free| here| today)?|sign me up|start (free )?trial|see (offers|subscription options|my options)|view (offers|plans)|get (started|the app|access|full access)|donate( now| today)?|support us|become a (member|supporter|subscriber)|give (now|today)|contribute|make a (contribution|donation)|remind me (later|in [a-z]+)|maybe later|not now|no,? thanks|single|monthly|annual|one-?off|one time|other( amount)?|continue( with (google|apple|facebook|email))?|email( address)?|enter (your )?email|submit|newsletters?|subscriber (exclusive|only|benefits?)|premium|members? only|gift subscriptions?|group subscriptions?|student (offer|discount)|unsubscribe|upgrade|go premium|after newsletter promotion|skip (past )?newsletter( promotion| sign-?up)?|invalid email|first name|last name|zip code|postcode)
(abonnieren|jetzt (abonnieren|anmelden|registrieren|testen|bestellen|kaufen|freischalten|sichern|lesen|weiterlesen|unterstutzen|spenden|gratis testen|kostenlos testen)|kostenlos (anmelden|registrieren|testen|abonnieren|lesen|bestellen)|gratis (testen|lesen|anmelden|sichern)|newsletter (abonnieren|bestellen|anmelden)|zum (newsletter|angebot|abo|probeabo|digitalabo|e-paper)|zur anmeldung|angebote? (ansehen|sichern)|alle angebote|mehr erfahren|spenden|absenden|e-?mail-?adresse|ihre e-?mail(-adresse)?|vorname|nachname|(nur )?fur abonnenten|exklusiv( fur abonnenten)?|premium|abonnenten|nur mit abo|digitalabo|probeabo|e-?paper (lesen|testen)|app (herunterladen|laden|offnen|installieren)|im app store|bei google play|jetzt bei google play|laden im app store|bereits abonniert|hier (anmelden|einloggen|abonnieren|klicken)|weiter lesen mit [a-z]+)
(suscribete( (ya|ahora|gratis|aqui))?|suscribirme|suscribirse|apuntate|apuntarme|registrate( gratis)?|registrarme|inscribirme|regalar suscripcion|ver (ofertas|planes|opciones)|prueba gratis|quiero (suscribirme|recibirla|apuntarme)|donar|dona|haz una donacion|colabora|hazte (socio|socia|suscriptor|premium)|ahora no|mas tarde|correo electronico( \*)?|tu (correo|email|e-mail)|introduce tu (correo|email)|nombre( \*)?|enviar|aceptar y (enviar|suscribirme)|solo (para )?suscriptores|exclusivo( suscriptores)?|contenido (premium|exclusivo)|para suscriptores|suscriptores|premium|ofertas plus|club|descargar( la)? app|disponible en (google play|app store)|abrir (en la )?app|activar (alertas|notificaciones)|boletines)
"""

SUBSCRIBE_OPENERS = r"""
(inscription|registration|anmeldung|registro|adhesion|suscripcion|sign-up|abonnement) (gratuite|gratuit|free|kostenlos|gratis|here|ici|hier|aqui|now)
catch up (on|with) ... (episode*|iview|iplayer|app|podcast*|replay|stream*|demand|live)
(want|looking for|after|hungry for) (even )?(more|for more) .{3}

for (all|more|the latest|the very latest|breaking) ... (your|visit|follow|download|app|subscri*|website|click|sign up|alerts|newsletter*)
(chaque|tous les|votre|vos) (don|dons|euro|contribution*|soutien) .{3}
(noch mehr|mehr|noch) (lesestoff|artikel|nachrichten|geschichten|infos) ... (gesucht|gefallig|abo|app|testen|gratis|monat*|lesen\?)
(mit|im|als) [a-z]{0,6}-?(plus|abo|digitalabo|premium|abonnent*|mitglied) ... (lesen|erhalten|haben|stehen|bekommen|profitier*|zugriff|zugang|sparen|unterstutz*)
(zwei|drei|vier|sechs|ein|deux|trois|six|two|three|six|dos|tres|seis) (monate?|wochen?|jahre?|mois|semaines|months?|weeks?|meses|semanas)!(nach|vor|spater|zuvor|danach|apres|avant|plus (tard|tot)|after|before|later|earlier|ago|despues|antes|mas tarde) ... (gratis|kostenlos|offert*|gratuit*|(for|zum|fur) (free|preis))
(zwei|drei|vier|sechs|ein|deux|trois|six|two|three|six|dos|tres|seis) (monate?|wochen?|jahre?|mois|semaines|months?|weeks?|meses|semanas)!(nach|vor|spater|zuvor|danach|apres|avant|plus (tard|tot)|after|before|later|earlier|ago|despues|antes|mas tarde) ... (fur|for|pour|por|ab|from|a partir de|au prix de|zum preis von) [0-9]{1,3} (€|euro*)
(zwei|drei|vier|sechs|ein|deux|trois|six|two|three|six|dos|tres|seis) (monate?|wochen?|jahre?|mois|semaines|months?|weeks?|meses|semanas)!(nach|vor|spater|zuvor|danach|apres|avant|plus (tard|tot)|after|before|later|earlier|ago|despues|antes|mas tarde) free

follow ... (coverage|reporting|reporter|author) ... (at https?|on (x|twitter|facebook|instagram|bluesky)|https?)
jetzt ... (finden|entdecken|benachrichtig*|einschalten|reinhoren|anhoren|mitmachen|informieren|teilnehmen|downloaden|spenden|unterstutzen)

(ecoutez|ecouter|podcast|reecoutez|reecouter|en podcast|a ecouter) ?(:|-|>) ?
(ecoutez|reecoutez|retrouvez|regardez|revoyez) ... (podcast*|episode*|replay|antenne|emission|direct|spotify|deezer|sur (notre|nos|france|votre|toutes|l'appli*))
(chaque|tous les|toutes les|du lundi au) (jour|matin|soir|semaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mois|jours|matins|soirs|semaines|vendredi*)?,? ... (nos meilleurs|le meilleur|l'essentiel|notre selection|les infos|par mail|par e-mail|boite)
(le meilleur|l'essentiel|toute l'info|l'info|tout savoir|l'actualite) ... (par mail|par e-mail|boite (mail|e-mail|de reception)|en \d+ minutes|chaque (matin|soir|jour|semaine|vendredi)|sur whatsapp|sur votre (mobile|telephone|smartphone))
(devenez|soyez) (membre|abonne|lecteur|donateur|adherent|premium|le premier|les premiers)
(scannez|flashez) (le|ce|notre)
(participez|tentez|gagnez|jouez|pariez) ... (gagner|concours|jeu|places|lot|cadeau*|offert*|€|quiz|sondage|inscri*)
(nous avons besoin de|grace a|sans) (vous|votre soutien|vos dons)
(notre|ce|un) (journal|site|travail) (est|vit|existe|depend|n'existe) ... (lecteurs|lectrices|dons|abonn*|publicite|independ*|soutien)
(le contenu|la publicite|les contenus|notre travail|l'information) (de ce site|personnalisee|permet|de qualite|a un cout) ... (journalistes|financer|fruit|gratuit*|publicite|cout)
(vous aussi|et vous),? ... (rejoign*|abonn*|particip*|inscri*|donn*|soutenez)
(plus d'infos?|plus d'actu|encore plus d'*) (sur|dans|avec) (notre|nos|l'appli*|l'application)
(\d+ mois|\d+ semaines|1 an|un mois|deux mois|le premier mois) ... (€|euros?|offert*|gratuit*|abonn*|sans engagement)
(offre|promo|promotion) (speciale|exceptionnelle|limitee|de rentree|d'ete|de noel|flash|decouverte|d'abonnement|numerique) .{2}
(click|tap) here ... (sign|subscri*|join|newsletter|download|follow|more|app|donate|register|read|inbox|whatsapp)
to (get|receive|read|support|see|keep|sign|join|stay|follow|find|hear|subscribe|access|comment) ... (click|sign up|subscri*|tap|join (our|us|the)|inbox|download|our (app|newsletter|channel|website)|scan the|log in|register)
we (also )?(treat|have a small|have a favou?r|rely on|are funded|need your|want to hear|would love|'d love|use your|want to|don't have|can only|are reader|believe) ... (members|favou?r|readers|reader|support|help|from you|hear from|your|funded|paywall|advert*|everyone)
(millions|thousands|hundreds|tens of thousands|readers|people) (of|are|like|around|have|from) ... (turn*|rel(y|ies)|support us|support our|supporters|like you|subscribers|read us)
(whether you|give what|every (contribution|donation|gift|pound|dollar|subscription)|your (contribution|gift|donation|funding|generosity|subscription)|with your|because of you|unlike many|if you can,? please|if you are able|it takes|our (journalism|work|reporting|newsroom|mission)) ... (support*|fund*|contribut*|donat*|give|gift|month*|free|reader*|journalism|independent|possible|paywall|help*|power*)
this (may|might|could|will) include ... (advert*|ads|third|3rd|partners|marketing)
(we use|we'll use|we may use) your ... (sign-?up|email|details|data|information|address)
(if you|in case you) (don't|do not) like ... (check out|leave|unsubscribe|community)
(keep|catch) up (with|on|to) ... (latest|newsletter|app|podcast|news|alerts|stories|inbox)
(listen|subscribe|watch|stream) (to|on|now|via|wherever|live|back) ... (podcast*|spotify|apple|youtube|episode*|app|live|iplayer|radio|amazon music|sounds)
(find|like|connect with|join|reach|message|tweet|add|visit) (us|our) (on|at|via|page|website|facebook|channel|app)
(breaking news|news alerts|push alerts|daily headlines|the day's (top|biggest|main|best)|top stories|latest (news|headlines|updates)) ... (to your|inbox|app|phone|e-?mail|alerts|whatsapp|delivered|sign up)
(have|got|do you have) (a|an|any) (question*|comment*|view*|opinion|idea|experience|photo*|video*|news|complaint|thoughts?) ... (email|e-mail|contact|send|let|get in|call|write|whatsapp|tell|share|us)
(send|write|e-?mail|share) (us|your|to us|in your) ... (photo*|stor*|letter*|comment*|view*|tip*|thought*|at|to|via|whatsapp|@)
(offer|deal|sale) (ends|valid|available|expires|subject) .{2}
(all|unlimited|full|digital) ... (for|from) (just|only|less than|as little as) ... (month|week|year|day|£|\$|€)
(bestens|immer|gut|rundum|schneller|besser|top) informiert .{2}
(unsere?n?|der|die|zur|mit der|in der|holen sie sich die) ... ?-?app(:|,| -) ... (nachrichten|laden|download|kostenlos|mitnehmen|herunter|push|alle|immer|jetzt|store)
hier (gibt es|gibt's|finden sie|geht's|geht es|konnen sie|konnt ihr|kommen sie|kommst du) ... (podcast*|app|newsletter|abo|anmeld*|mediathek|audiothek|kanal|liveticker|e-paper|angebot*|folgen|gewinnspiel|umfrage|kommentar*|ubersicht)
\d+ (wochen?|monate?n?|tage) ... (€|euro|gratis|kostenlos|testen|lesen|fur nur)
(ab|nur|fur nur|schon ab|fur) \d+([.,]\d+)? (€|euro) ... (monat*|woche*|jahr*|abo*|testen|lesen)
(alle|alles|die ganze|diese|weitere|mehr) ... (folgen|artikel|inhalte|texte|analysen|recherchen|exklusiv*) ... (digitalpass|abo|premium|app|e-paper|registr*|anmeld*|lesen sie (mit|nur))
(dieser|dieses|diese|der|das) (artikel|beitrag|text|thema|interview|folge|stuck) (ist teil|gehort zu|erschien|lief|wurde|war|stammt|lag|ist zuerst|im programm) ... (serie|uhr|ausgabe|newsletter|podcast|magazin|sendung|sonntagszeitung|print*|heft|abo|app|erschienen|gesendet|ausgestrahlt)
(dieses|uber dieses) thema (im programm|berichtete*|im (radio|fernsehen))
(sendung|sendehinweis|programmtipp|programmhinweis|mehr dazu im programm) ?: .{3}
(haben|hast|habt) (sie|du|ihr) (fragen|hinweise|anregungen|kritik|tipps|informationen|eine frage|einen hinweis|einen tipp|themenvorschlage|interesse|lust)
(vielen dank|danke) (fur|,? dass) (ihr|dein|das|sie|ihre) (interesse|lesen|feedback|aufmerksamkeit|unterstutzung|treue|uns)
(wie|was) (gefallt|halten|denken|meinen|hat) (ihnen|dir|sie|ihr) ... (artikel|beitrag|davon|daruber|text|seite|gefallen)
(war|fanden|finden) (dieser|diesen|der|sie|dir|ihnen) ... (hilfreich|interessant|gefallen|nutzlich|artikel)
(horen|schauen|sehen|entdecken|lesen|diskutieren|verfolgen|folgen|abonnieren|stobern) (sie|doch)? ... (podcast*|app|mediathek|audiothek|liveticker|liveblog|youtube|kanal|spotify|apple|newsletter|e-paper|whatsapp*|instagram)
(scannen|laden|klicken|tippen|wischen) (sie|einfach|hier) .{3}
(du|sie|ihr) (willst|wollt|mochtest|mochten|liebst|lieben|suchst|suchen|interessierst|interessieren) ... (dann|newsletter|app|abo|folg*|hier|jetzt|podcast|nichts|mehr|keine)
(mitmachen|mitreden|gewinnen|abstimmen|verpassen sie|verpasst|sparen)( sie)? .{4}
(tu|su) (suscripcion|cuenta|registro|navegador|apoyo|aportacion|ayuda|colaboracion) (se|esta|ha|no|nos|permite|es|hace|caduca)
(si|al) (continuas|sigues|continua|seguir|continuar) (leyendo|navegando) .{3}
(escucha|escuche|descarga|descubre|disfruta|activa|anade|instala|visita) ... (podcast*|app|spotify|ivoox|apple|canal|episodio*|capitulo*|newsletter|google|notificaciones|alertas|web|radio|directo)
(haz|haga|pulsa|pincha|clica|pulse|pinche|entra) (clic|click|aqui|en|sobre)
(toda la|la mejor|lo mejor|las mejores|las ultimas|lo ultimo|las noticias) ... (correo|bandeja|whatsapp|movil|newsletter|telegram|boletin|cada (manana|dia|semana)|en tu|app)
(si te|si le|si) (interesa|gusta|ha gustado|gustado|esta interesado|estas interesado|aprecias|valoras|crees|tienes|conoces|quieres) ... (contact*|escrib*|suscri*|apunta*|siguenos|licenciar|comparte*|envia*|apoya*|hazte|newsletter|redaccion|correo)
(el|nuestro|este) (periodismo|medio|diario|trabajo|periodico) ... (necesita|depende|gracias a|cuesta|posible|independiente) ... (ti|lectores|socios|suscri*|apoyo|apoya*)
(no te|para no) pierdas .{3}
(desde|por|a partir de|por solo|solo) \d+([.,]\d+)? ?(€|euros?|\$|pesos?) ... (mes|ano|semana|primer|suscri*)
(la|nuestra|descarga la|en la) app (de|del|gratuita) ... (android|ios|descarga*|gratis|app store|google play|movil)
(esta funcionalidad|este servicio|esta opcion|para comentar|para votar|para opinar) ... (exclusiv*|suscriptor*|registr*|sesion|socios)
"""

SHARE_OPENERS = r"""
(dejanos|dejenos|regala(la|lo|sela)|comparte(la|lo)|envia(la|lo)|guarda(la|lo))

(trier|tri|sort|sortieren|ordenar|sortiert) (par|by|nach|por) ?:? .{3}
(ecrire|ecrivez|rediger|ajoutez|write|schreiben sie|schreibe|escribe) (une|un|your|a|einen|ihren|tu) (reaction|commentaire|comment|reply|kommentar|beitrag|comentario|opinion)
(join|start|add to) the (debate|discussion|conversation|comments|chat)
(please|keep|comments) ... (polite|on topic|moderated|respectful|civil|house rules|guidelines)
(sie mussen|vous devez|you must|you need to|debes|tienes que|hay que) ... (angemeldet|eingeloggt|registriert|connecte*|inscrit*|abonne*|logged in|signed in|registered|subscriber|iniciar sesion|registrad*|suscrit*)

(vous avez|une) (une )?(information|info|photo|video|temoignage|question|remarque|suggestion|reaction) ... (transmett*|partag*|contact*|envoy*|signal*|ecriv*|nous)
(contactez|ecrivez|alertez|joignez) (-nous|la redaction|nous|l'auteur*)
(lire|consulter|voir|respecte*) (la|notre|nos) (charte|regles?) ... (moderation|commentaires?|utilisation|bonne conduite)
(les commentaires|l'espace (de )?commentaires?|cet espace|les contributions) (sont|est|publi*) ... (ferme*|modere*|reserve*|ouvert*)
(votre adresse|votre mail|votre e-mail|les champs obligatoires) ... (ne sera pas|publie*|indique*|obligatoires?)
(qu'en pensez-vous|et vous,? qu'en|dites-nous|donnez(-nous)? votre avis|partagez votre|votez|repondez|temoignez)
what do you (think|make) (of|about) .{3}
(do you agree|how do you feel|where do you stand|tell us (what|about|your|in)|tell (us|me)|have you (been|ever|seen|got)|vote in) ... (comment*|below|think|tell us|let us|poll|share|email|thoughts|affected|here)
(comments? (are|is) (below|open|closed|moderated)|please (read|note|keep|be) ... comment*|(view|see|read|add) (the )?(full )?(\d+ )?comments?)
(your (email|e-mail) (address )?will not|required fields|save my name|notify me of)
(thank you|thanks) for (your (feedback|comment|interest|support|vote|time)|reading|letting us|helping|joining|rating)
(rate|review) this (article|story|page)
(was|did) (this|you find) ... (helpful|useful|interesting)
(if you|have you) (spot*|see|find|notice*|found) (a|an|any) (error|mistake|typo|inaccurac*|problem)
(schreiben|schicken|senden|sagen) sie (uns|ihre|der redaktion|an|einen|eine)
(bitte )?(beachten|lesen) sie (unsere|die|dazu unsere) ... (netiquette|kommentarregeln|hinweise|regeln|richtlinien)
(die kommentarfunktion|kommentare|leserkommentare|ihr kommentar|die diskussion) (ist|sind|werden|wird|zu|geben|wurde) ... (geschlossen|moderiert|deaktiviert|redaktion|freigeschaltet|gepruft|wieder|beendet|artikel|nicht)
(ihre|deine) e-?mail-?adresse wird nicht
(erforderliche felder|pflichtfelder)
(stimmen|machen|reden|diskutieren) sie (ab|mit)
(tu|su) (direccion de )?(correo|email) ... (no sera|publicad*)
(los campos obligatorios|guarda mi nombre|recuerda mis datos|recibir un (correo|email))
(cuentanos|dinos|escribenos|envianos|mandanos|contactanos|opina|vota|participa|contacta con)( .{3})?
(que te parece|que opinas|y tu|estas de acuerdo|que piensas)
(los comentarios|el espacio de comentarios) ... (cerrad*|moderad*|responsabilidad|normas|suscriptor*)
(error en la noticia|algo que corregir|has detectado|has visto|hay algun)
"""

LEGAL_STRONG = r"""
(rcs|siren|siret|hrb|hra|ust-id*|ust-idnr|issn|cppap|nif|cif|ojd|spqr|sarl|sas) ?(no|n°|nr\.?|:|[a-z]{3,12})? ?[a-z]{0,4}-?\d{2}
(geschaftsfuhr*|chefredakteur*|herausgeber|amtsgericht|handelsregister|director de la publicacion|directeur de (la )?publication|siege social|registered (office|in england)|company (no|number|reg*)|vat (no|number|reg*)) ?[:.] .{3}
nachdruck (nur|verboten|auch)
(reproduccion|reproduction|wiedergabe|nutzung) ... (requiere|require*|nur mit|erfordert|exige|soumise|necesita)
(soumise|subject|sujeta) (a|to) ... (accord|autorisation|autorizacion|permission|consent)

(solely|is not|not) responsible for (this|the|its) (content|views)
(appel non surtaxe|prix d'un appel local|service et appel gratuits)
(ohne gewahr|keine haftung|haftung fur)
(queda|quedan) (expresamente |terminantemente |totalmente )?prohibid*
"""

LEGAL_OPENERS = r"""
we acknowledge ... (traditional|first (australians|nations|peoples)|custodians|territory)
(this|our) (service|programme|broadcast|app) (may|contains?|includes?) ... (agenc*|copyright*|reproduc*|wire|material)
(protegido|protege|protected|geschutzt) (por|par|by|durch) .{3}

(we (want|aim|strive|try|are committed|take|work hard) ... (accura*|fair|complaint*|corrections?|standards|code of practice))
(if (something|you|there) ... (gone wrong|remain unhappy|are unhappy|not happy|is inaccura*|error*|have a complaint|wish to complain) ... (contact|editor|ipso|email|let us))
(if you (remain|are|wish|have)) ... (unhappy|complain*|ipso|complaint)

© .{2}
(queda|quedan)( expresamente| terminantemente| totalmente)? prohibid* .{3}
(registro mercantil|inscrita en el registro|en cualquier caso,? todos|a los efectos|contiene informacion propia|empresa (inscrita|editora)) .{2}
(alle angaben|kursdaten|kurse|borsenkurse|die (angaben|kursdaten|daten)|angaben) ... (ohne gewahr|verzogert|zeitverzoger*|minuten)
(jegliche|jede|jedwede|eine) (veroffentlichung|vervielfaltigung|nutzung|verwendung|weitergabe|verbreitung|ubernahme|wiedergabe|speicherung|verwertung|kopie) .{3}
(der|die|das|wir|fur (den inhalt|die inhalte|externe|fremde)) ... (nicht|keine|keinerlei) ... (verantwortlich|haftung|verantwortung|gewahr) ... (inhalt*|seiten|links?|angebote|extern*|dritt*)
(independent press standards|ipso|the press (complaints|council|recognition)|ofcom|impress) .{3}
(corrections|complaints|clarifications)( and (corrections|clarifications|complaints))? ?: .{2}
(service (client|abonnes?|lecteurs?)|relations? (clients?|abonnes?)|standard|siege social|publicite) ?:? ... (\d\d[ .]\d\d|0 ?8\d\d|surtaxe|@|rue|avenue|bp|cedex)
(la redaction|l'editeur|le site|ce site|la responsabilite) ... (n'est pas|ne saurait|ne peut|decline) ... (responsab*|engagee)
(les )?(cours|cotations|donnees|prix|tarifs|informations) ... (differe*|titre indicatif|a titre|sous reserve|caractere informatif|conseil en investissement)
(ce site|ce formulaire|le site|cette page) est (protege|edite|heberge|soumis|certifie|une publication|produit|propriete)
(this|our|the) (site|form|page|website) is (protected|published|operated|owned|a publication|part of|brought)
privacy notice ?: .{3}
we use (google )?recaptcha
newsletters? (may|might|can) (contain|include) .{3}
(by (entering|providing|giving|hitting|pressing|ticking)|when you (subscribe|sign|enter)) ... (you|terms|polic*|consent|agree)
(quotes|market data|data|prices|information) ... (delayed|provided by|real-time|at least \d+ minutes|not (investment|financial) advice)
(copyright|urheberrecht) .{3}
(ein (angebot|unternehmen|service|projekt) (der|des|von|aus)|eine (marke|publikation|tochter) (der|des|von)) .{3}
(un|une) (site|publication|marque|titre|journal) (du|de) (groupe|la societe) .{2}
(a|an) (part of|division of|subsidiary of|member of|brand of|publication of|.{3,20} (company|publication|brand|title)) .{2}
(una publicacion|un medio|una empresa|una marca) (de|del) (grupo )?.{3}
(solely|is (solely|not)) responsible for (this|the) (content|views|contents)
(the (views|opinions) expressed|opinions expressed|views expressed|the views in this) ... (author*|own|necessarily|reflect*)
"""

ADVERTISING_OPENERS = r"""
(if you (buy|purchase|click|make)|when you (buy|purchase|click|make)|products (are|featured|chosen)|we (independently|may|only|earn|receive)|prices (correct|accurate)|all products) ... (commission|affiliate*|earn|independently|retailer*|time of (writing|publication))
(si vous|en) (achet*|pass* par|cliqu*) ... (commission|affili*|lien*|remuner*)
(wenn sie|bei einem kauf|als amazon|kaufst du|kommt uber) ... (provision|affiliate*|partner-?link*|vergutung|einkauf)
(si compras|al comprar|por las compras|como afiliado) ... (comision|afiliad*|enlace*)
(publicite|publicidad|anzeige|werbung|advertisement|annonce|sponsored|sponsorise|patrocinado|gesponsert|promotion|promo) ?(:|-|\|) .{3}
(see our|read our|how we|why you can|how we) (ethics|review*|test*|rate*|trust*|affiliate*|disclosure*|pick*)
(powered|recommended|promoted|sponsored|presented|served) (by|links by|content by) (outbrain|taboola|zergnet|revcontent|google|dianomi|[a-z]{3,15})
(contenus?|liens?) (sponsorises?|recommandes?|proposes?) par .{3}
(par|por|by|von) (outbrain|taboola|zergnet|revcontent|ligatus|plista|dianomi|mgid|digiteka)
(en partenariat|contenu (propose|realise|produit|redige)) (avec|par) .{3}
(presentado|ofrecido|patrocinado|con la colaboracion|un contenido) (por|de|para) .{3}
(comparez|calculez|estimez|demandez|trouvez) ... (devis|gratuit*|assurance|credit|mutuelle|forfait*|artisan|pres de chez vous|prix|offre*|tarif*)
(trouvez|cherchez|vendez|achetez|louez) (votre|un|une|vos) ... (artisan|appartement|maison|bien|voiture|emploi|immobilier|logement|pres de chez|gratuit*)
(jetzt|hier|kostenlos) ... (depot|konto|kredit|versicherung|tarif|solaranlage|immobilie|treppenlift|hauspreis|stromanbieter|pramie|bonus) ... (eroffnen|vergleichen|sichern|anfordern|kassieren|bewerten|wechseln|finden|berechnen|testen)
(jobs|stellen|immobilien|autos|wohnungen) (im|in|der|aus|fur|rund um|finden) ... (stellenmarkt|region|ihrer nahe|umkreis|finden|suchen|jobborse)
(compare|find|get|calculate|save|switch) ... (quotes?|insurance|mortgage*|energy|broadband|deals?|rates?) ... (now|today|here|free|online|near you|up to|£)
(compara|calcula|ahorra|encuentra|contrata|solicita) ... (seguro*|hipoteca*|luz|tarifa*|presupuesto*|prestamo*|oferta*|descuento*|gratis|cerca de ti)
"""

ADVERTISING_LABELS = r"""
(contenu sponsorise|contenus sponsorises|liens sponsorises|annonces?|publicites?|publi-?info|communique|partenariat|offre partenaire|notre partenaire|nos partenaires|fermer la publicite|cette publicite .{3,20}|guides? d'achat|bons plans( du jour)?|codes promo|shopping)
(from our (sponsors?|partners?)|advertiser content( from .{3,30})?|partner (content|offer)|in partnership with .{2,30}|sponsor(ed)? message|message from our sponsor|adverts?|ads? by .{3,20}|close ad|hide ad|promoted by .{3,30}|presented by .{3,30}|supported by .{3,30}|commercial (content|feature)|shopping|today's best deals|best deals|coupons?|after newsletter promotion|article continues after ad|our partners)
(partnerangebote?|anzeigenmarkt|anzeigensonderveroffentlichung|sonderveroffentlichung|verlagsangebot(e)?|themenspezial|advertorials?|promotions?|bezahlter inhalt|unsere partner|empfehlungen unserer partner|weiter nach der werbung|angebote?( des tages)?|schnappchen|deals?|gutscheine)
(espacio (patrocinado|publicitario)|contenido (para|promovido|patrocinado por .{3,20})|promocionado|enlaces patrocinados|remitido|publi|cerrar publicidad|ofertas( del dia)?|descuentos|nuestros socios|con el apoyo de .{3,30}|en colaboracion con .{3,30}|articulo patrocinado)
"""

CONSENT_OPENERS = r"""
(vous avez|vous pouvez|si vous) (choisi|refuse|accepte|decide|retirer|modifier) ... (cookies?|traceurs?|publicite|consentement|s'abonner|abonner|choix)
(la publicite|les cookies|ces cookies|certains cookies|nos cookies|ces traceurs) ... (permet*|financ*|gratuit*|necessaires?|accept*|vous|utilis*|depos*)
(accedez|continuez) (gratuitement|au site|a notre site|sans) ... (cookies?|accept*|publicite|pub)
(some|these|essential|necessary|our|third-party|optional) cookies ... (are|help|allow|may|let|you|site)
(to (continue|proceed|use|view|keep)|please|before you) ... (cookies?|your consent|adblock*|ad blocker)
(it looks like|you appear|we('ve| have) (noticed|detected)|looks like) ... (ad ?-?block*|cookies|browser|javascript|private mode|disabled)
(please )?(disable|turn off|whitelist|enable|update|allow) (your|javascript|cookies|ads) ... ?(ad|browser|block*|javascript|site|refresh|reload|continue)
(desactivez|autorisez|activez|vous utilisez|nous avons detecte) ... (bloqueur|adblock*|javascript|publicite|navigateur)
(bitte )?(deaktivieren|aktivieren|schalten|erlauben) sie ... (adblock*|werbeblocker|javascript|cookies?|browser)
(desactiva|activa|permite|parece que|hemos detectado|tu navegador) ... (bloqueador|adblock*|javascript|anuncios|cookies?|actualizad*|navegador)
(hinweis|info) (zum|zur) (datenschutz|cookie-nutzung|verwendung von cookies) .{3}
(wir verwenden|wir nutzen|wir setzen|diese website (nutzt|verwendet|setzt)) .{3}
(podras|puedes|podra|en cualquier momento) ... (cambiar|retirar|modificar|configurar|rechazar|oponer*) ... (consentimiento|preferencias|cookies|eleccion|momento|privacidad)
"""

NAVIGATION_SECTIONS = r"""
(direct|sports?|ligue [12]|ligue des champions|top 14|pro d2|f1|hand|handball|basket|cyclisme|velo|athletisme|judo|natation|volley|ski|golf|hockey|resultats?|classements?|calendrier|transferts|mercato|equipes|paris sportifs|chrono|actus?|le mag|mon departement|sante|bien-etre|psycho|astro|trafic|tele|series|spectacles|theatre|expos|arts|bd|lyceens|etudiant|monde|afrique|ameriques|asie|idees|futurs|intimites|m le mag|france|idf|paris|lyon|marseille|bretagne|normandie|tableau de bord)
(results|standings|fixtures|scores|design|battery|performance|camera|verdict|display|price|specs|reviews?|how-to|gaming|gadgets|phones|laptops|ai|security|space|creators|deals|wellness|relationships|parenting|women|men|beauty|recipes|gardening|interiors|north|south|east|west|county|nation|obits|opinion & editorial|op-ed|editorial|weekend|books & arts|culture desk|fiction & poetry|humor & cartoons|magazine|nfl|nba|mlb|nhl|soccer|college|high school|mma|wwe|olympics|horse racing|snooker|darts|netball|hockey|rugby league|womens football|women's football|wildlife|insects|climate crisis|features|scotland|london|manchester|liverpool|wales online|what's on)
(start|aktuell|tagesschau|eilmeldung|ukraine|usa|eu|energie|klimawandel|steuern|arbeit|rente|konjunktur|devisen|aktien|etf|fonds|rohstoffe|krypto|mittelstand|handel|industrie|banken|it|medizin|psychologie|weltraum|technik|mensch|tiere|leichtathletik|handball|basketball|eishockey|tennis|formel 1|wintersport|radsport|2\. bundesliga|champions league|amateure|frankfurt|stuttgart|leipzig|dresden|hannover|bremen|nurnberg|ruhrgebiet|niedersachsen|brandenburg|thuringen|bw|nord|sud|ost|west|kino-?programm|hochschule|campus|studium|beziehung|mode|essen und trinken|trends)
(nacional|la liga|laliga|primera|segunda|champions|nba|acb|formula 1|motogp|ciclismo|golf|padel|atletismo|mas deporte|polideportivo|remo|balonmano|sevilla|malaga|bilbao|zaragoza|barcelona|murcia|asturias|canarias|navarra|euskadi|cataluna|castilla-la mancha|extremadura|provincia|economia domestica|ahorro|inversion|emprendedores|pymes|formacion|universidad|astronomia|animales|geologia|nutricion|psicologia|belleza|moda|casa real|corazon|famosos|series|streaming|videojuegos|moviles|redes|verne|ideas|babelia|estados|capital|nacion|seguridad|metropoli|mujeres|el mundo)
"""
