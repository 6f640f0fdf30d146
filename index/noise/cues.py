# ruff: noqa: E501 - one cue a line, and a choice cannot be broken over two
"""Cues of related links, advertising marks, author boxes, topics and menus, as `lexicon` reads them (fr, en, de, es, some it, pt, nl)."""

RELATED_OPENERS = r"""
(a )?(lire|voir|ecouter|regarder|decouvrir|relire|consulter) (aussi|egalement|encore|ensuite) ?[:>»-]?
(lisez|voyez|ecoutez) (aussi|egalement)
a (lire|voir|ecouter|decouvrir|relire|retrouver|regarder) ?[:>»-]
(lire|relire|voir|video|podcast|dossier|notre dossier|notre enquete) ?:
(lire|voir|retrouvez|decouvrez|relisez) (notre|nos|l'integralite|tous les|toute l'actualite|toutes les|l'ensemble|ici|l'article) ... (dossier*|enquete*|articles?|ici|rubrique|page|selection|analyse|article|entretien|reportage|interview|actualites?|infos?)
(pour aller plus loin|plus d'informations?|plus d'infos|sur le meme sujet|sur le meme theme|dans la meme rubrique|et aussi) ?:
(read|see|watch|listen) (also|more|next) ?[:>|-]
(read|see) more (on this|about)
(read|see) also (why|how|what|who|the|a|an|our)
also read
read more
(more|read|watch|listen|related|see also|explainer|analysis|recommended) ?(:|>|»)
(read|watch) (our|the full|the latest|more of|more from|more about)
(related|recommended|suggested|similar|further|more) (article*|stor*|reading|content|coverage|news|link*|topic*|video*) ?[:>|-]
(you may|you might|you'll|you may also|readers also|others also|people also) (also )?(like|enjoy|be interested|read|liked|want)
(in case you missed|don't miss|what to read|up next|click here)
(click|tap) (here|to)
(lesen|sehen|horen) sie (auch|dazu|hier|ausserdem|mehr|zum thema|ebenfalls|weiter) ?[:>»-]?
(lies|lest|schau) (auch|dazu|hier)
(auch interessant|passend dazu|passend zum thema|siehe auch|mehr dazu|mehr zum thema|weiteres zum thema|zum thema|mehr lesen|video zum thema|podcast|lesetipp|kommentar zum thema|im video|video|ebenfalls lesenswert|lesenswert|lesen sie dazu) ?(:|>|»|›)
(das konnte sie|das konnte dich|das konnte euch) (auch )?(interessieren|gefallen)
(hier lesen sie|hier finden sie|alle (aktuellen )?(infos|nachrichten|news|entwicklungen|artikel)|mehr aktuelle nachrichten|mehr nachrichten|weitere nachrichten|alle news) ... (mehr|hier|alle|weitere|aus|zu|finden|thema|liveblog|newsblog|ticker|uberblick)
(lea|lee|leer|ver|vea|mira|escucha|escuche|consulta|consulte) (tambien|ademas|mas|aqui) ?[:>|-]?
(te|le|tambien te|tambien le|quizas te|quiza te) (puede|podria|pueden|recomendamos|interesa|interesara|gustara)( interesar| gustar)?
(noticia|noticias|articulo|articulos|contenido|informacion) relacionad*
(mas informacion|mas noticias|relacionado|relacionada|recomendado|mas sobre|en contexto|en detalle|video|galeria) ?(:|>|»|\|)
(leggi anche|leia tambem|leia mais|veja tambem|lees ook|lees meer|bekijk ook|guarda anche|potrebbe interessarti)
"""

RELATED_HEADERS = r"""
(a )?(lire|voir|ecouter|decouvrir|regarder) (aussi|egalement|ensuite|encore|sur le meme sujet|sur le sujet)
(sur le meme (sujet|theme)|dans la meme (rubrique|categorie)|sur ce sujet|sur le sujet|articles? (similaires?|lies?|associes?|connexes?|recommandes?)|notre selection( d'articles)?|nos articles|a lire|a voir|a ne pas manquer|les plus (lus|lues|consultes|partages|commentes)|les articles les plus lus|articles? les plus lus|le plus lu|l'actualite en continu|pour aller plus loin|plus d'articles|d'autres articles|autres articles|a decouvrir|a decouvrir aussi|nos derniers articles|derniers articles|dernieres (actualites|infos|news|publications)|recommande pour vous|recommandations?|vous aimerez (aussi|peut-etre)|vous pourriez aussi aimer|selectionne pour vous|nos lecteurs ont (aussi|egalement) (lu|aime)|les lecteurs ont (aussi|egalement) lu|(vous|les internautes) avez (aussi )?aime|lus en ce moment|en ce moment|toute l'actualite( .{2,30})?|cela (peut|pourrait|devrait) (aussi )?vous interesser|ces articles (peuvent|pourraient) vous interesser|ca (peut|pourrait|devrait) vous interesser|contenus? (sponsorises?|similaires?|lies?)|nos videos|les videos|voir plus d'articles|dossiers?|notre dossier|lire plus|plus d'infos|toute l'actu|suggestions?|a suivre|nos autres articles|dans l'actualite|dans l'actu|a la une|le choix de la redaction|la selection de la redaction|les immanquables|newsletters?|tendances|en relation|contenus associes|et aussi|lire la suite|a lire plus tard)
(more (on|from|about|in|like) ... (story|topic|this|us|news|author|section|post|category|writer|site|culture|world|sport|business)|more (stories|articles|news|to read|reading|coverage|for you|headlines)|related( (articles?|stories|story|topics?|content|news|reading|links?|posts?|coverage|reads?|videos?|internet links))?|read (more|also|next|on)|see also|also read|also on|also in the news|up next|next up|what to read next|recommended( (for you|reading|stories|articles|reads))?|you (may|might)( also)? (like|enjoy|be interested in|have missed)|most (read|popular|viewed|shared|commented|watched|recent)( (in|on) .{1,20})?|trending( (now|stories|today))?|popular( (now|stories|articles|posts|reads))?|top (stories|reads|news)|latest( (news|stories|headlines|from .{1,20}|articles|posts|videos))?|editors?'?s?'? (picks?|choice)|in case you missed it|icymi|don't miss|further reading|elsewhere on .{1,20}|around the web|from around the web|promoted (stories|links|content)|sponsored (stories|links|content)|people are (also )?reading|others are reading|featured|in this (series|section|article|story)|explore more|discover more|keep reading|watch (more|next|now)|similar (stories|articles)|our (picks|recommendations|best reads)|must reads?|more from .{1,30})
(mehr (zum thema|dazu|zu diesem thema|aus .{1,30}|von .{1,30}|zum ressort|artikel|nachrichten|news|themen|lesen|uber .{1,25}|fur sie|in .{1,20})|zum thema|auch interessant|das konnte (sie|dich|euch)( auch)? (interessieren|gefallen)|das konnte (auch )?interessant sein|lesen sie (auch|dazu|mehr|weiter|jetzt)|lesen sie mehr zum thema|passend (dazu|zum thema)|siehe auch|(weitere|verwandte|ahnliche|ausgewahlte|empfohlene|aktuelle|neueste|neue|beliebte) (artikel|themen|nachrichten|meldungen|beitrage|texte|news|inhalte|videos|links)|meistgelesen(e artikel)?|meist gelesen|meistgelesene artikel|am meisten gelesen|meistkommentiert|meistgeteilt|die meistgelesenen( artikel)?|top-?(themen|artikel|news)|beliebt|empfehlungen( (der redaktion|fur sie))?|empfehlung der redaktion|unsere (empfehlungen?|lesetipps?|tipps?|highlights)|fur sie empfohlen|empfohlen|lesetipps?|leseempfehlung(en)?|aus dem archiv|hintergrund|im trend|trending|nachste artikel|das interessiert andere leser|andere leser interessierte auch|andere lasen auch|jetzt auf .{1,20}|neu auf .{1,20}|nicht verpassen|video-?empfehlung|videos?|aktuelles|schlagzeilen|links zum (thema|artikel)|links|dossier|mehr fur sie|weiteres zum thema|weiterlesen|weiterfuhrende (links|artikel)|linktipps|neueste|verwandte themen)
(mas (informacion|noticias|sobre .{1,30}|en .{1,20}|leidas?|leidos?|vistas?|vistos?|articulos|contenido|de .{1,20}|temas)|noticias (relacionadas|recomendadas|destacadas)|articulos (relacionados|recomendados)|relacionad[oa]s?|contenidos? relacionados?|te (puede|podria|puede tambien) interesar|tambien te puede interesar|le puede interesar|quizas? te interese|te recomendamos|recomendad[oa]s?( para ti)?|recomendamos|lo mas (leido|visto|popular|comentado|compartido|nuevo)( .{1,20})?|lo ultimo|ultimas noticias|ultima hora|(tambien )?en este (periodico|diario|medio)|tambien en .{1,25}|en otras noticias|otras noticias|otros articulos|lea tambien|lee tambien|leer tambien|ver tambien|vea tambien|sigue leyendo|no te pierdas|temas del dia|en portada|destacad[oa]s|tendencias|mira tambien|hoy en .{1,20}|ademas|para saber mas|saber mas|especiales|nuestra seleccion|seleccion del editor|videos|contenido patrocinado)
(leggi anche|articoli correlati|i piu letti|potrebbe interessarti|leia tambem|mais lidas|noticias relacionadas|lees ook|meest gelezen|gerelateerd|meer over .{1,20}|ook interessant)
"""

TOPIC_HEADERS = r"""
(tags?|mots?-?cles?|mots? cles?|thematiques?|(themes?|sujets?|tags?|mots-cles) associes|themes?|sujets?|rubriques?|etiquettes?|classe dans|dans|sur le theme|dossiers? associes?|filed under|topics?|related topics?|explore more on these topics|more on these topics|keywords?|categories|category|categorie|posted in|tagged|in this article|themen|schlagworte?|schlagworter|stichworte?|stichworter|themen in diesem artikel|mehr zu den themen|verwandte themen|archivado en|etiquetas?|temas|temas relacionados|palabras clave|se adhiere a los criterios de|categorias|en este articulo|argomenti|palavras-chave|onderwerpen|plus sur ces sujets|personnes citees|themen des artikels|lieux|ressorts?)
"""

NAVIGATION_OPENERS = r"""
(temps de lecture|duree de lecture|lecture) ?:? ?(environ )?\d+ ?(min|mn)*
(lesezeit|lesedauer|reading time|read time|tiempo de lectura|lectura|tempo di lettura|leestijd|geschatzte lesezeit) ?(ca\.?|:|von|de)? ?(ca\.? )?\d+ ?min*
\d+ ?-?(min|mins|minutes?|mn|minuten|minutos?)( de | of |-| )?(read|reading|lecture|lesezeit|de lectura|lesen|to read|lectura)
(vous etes ici|sie sind hier|you are here|estas en|esta aqui|usted esta aqui) ?:
(scroll|faites defiler|scrollen sie|desplaza|swipe)( down| up| to| for| vers| pour| hacia| nach| weiter)
(voir|lire|retrouvez|decouvrir|consulter) (tous|toutes|l'ensemble des|tout) (ses|les|nos|de ses) (articles?|publications|contenus|contributions|dossiers)( de .{3,40})?
(view|see|read|browse|find) (all|more|other) (posts?|articles?|stories|of|by|from) (by |from )?
(alle|weitere|mehr) (artikel|beitrage|texte) (von|des autors|der autorin|dieses autors)
(ver|leer|consulta) (todos|mas|todas) (los |sus |las |de )?(articulos|noticias|publicaciones|contenidos)( de .{3,40})?
"""

AUTHOR_OPENERS = r"""
(a propos de? (l'auteure?|l'autrice|des auteurs|l'auteur\(e\))|l'auteur ?:|l'autrice ?:|qui est l'auteur)
about the (authors?|writers?|reporters?|journalists?|contributors?|correspondent)
(uber (den autor|die autorin|die autoren|unsere autorin|unseren autor)|zum autor|zur autorin|zur person|zu den autoren)
(e-?mail|contact|reach|follow|tweet) (him|her|them|the author|the reporter|the writer|the journalist)( at| on)
(contacter|ecrire a|joindre) (l'auteure?|la journaliste|le journaliste|l'autrice|la redaction)( ?:)?
(schreiben sie (dem|der) (autor*|redakteur*)|kontakt zum autor|kontakt zur autorin)
(contacta con|escribe a) (el|la) (autor*|periodista|redactor*)
"""

AUTHOR_HEADERS = r"""
(a propos( de l'auteure?| de l'autrice| des auteurs)?|l'auteure?|l'autrice|les auteurs|auteure?|la redaction|notre journaliste|ecrit par|article ecrit par|redige par|qui suis-je)
(about (the )?(authors?|writers?|reporters?|journalists?|contributors?)|(the )?authors?|written by|our reporter|meet the (author|reporter|writer)|contributors?|author bio)
(zum autor|zur autorin|zur person|zu den autoren|uber (den autor|die autorin|die autoren|uns|mich)|(der |die )?autor(in)?|autoren|der autor|die autorin|ihre autorin|ihr autor|geschrieben von|verfasst von|ihr kontakt zu uns)
(sobre (el autor|la autora|los autores|la firma|el periodista|la periodista|mi)|(el |la )?autora?|autores|la firma|firma|acerca del autor|escrito por|redactado por|sobre o autor|autore|l'autore|over de auteur)
"""

AUTHOR_WEAK = r"""
(est|etait) (un |une |la |le |l'une? des? )?(journaliste|redact*|reporter|chroniqueu*|correspondant*|grand reporter|editorialiste|chef* (du|de|adjoint*)|responsable (de|du|editorial*)|secretaire de redaction|auteur*|autrice|critique|specialiste|pigiste|photographe)
(journaliste|redacteur|redactrice|reporter|correspondant*|chroniqueu*|chef* adjoint*|grand reporter|specialiste|pigiste|editorialiste|diplome*|ancien* (journaliste|redact*)|passionne*) (a|au|aux|chez|pour|depuis|independant*|et|web|dans|de|en|scientifique|specialis*|tech|du|politique|sportif|culture)
(suit|couvre|ecrit|traite|travaille|collabore|s'interesse|s'occupe) (les|la|le|l'\w*|sur|pour|au|a|chez|depuis|regulierement|aux|de|des|notamment)
(est l'auteure?|est l'autrice|a rejoint (la redaction|le|l'|notre)|a publie|diplome*|lorsqu'il n'ecrit|lorsqu'elle n'ecrit|quand (il|elle) n'ecrit|a travaille|basee? a|apres avoir travaille|a couvert|passe par)
(is|was) (a|an|the|our|.{3,40}'s?) ... (reporter|editor|correspondent|writer|columnist|journalist|author|contributor|producer|critic|photographer|commentator|fellow|freelancer|historian|presenter|blogger)
(covers|writes|reports|covering|joined|specialis* in|specializ* in|previously worked|has worked|has written|has covered|is based in|based in|lives in|has won|has been (covering|a reporter|writing|with)|formerly|worked (as|for|at)|edits|leads|won|studied|when not|a former|before joining|contributes|graduated)
(ist|war) (seit|der|die|das|ein|eine|freie[r]?|leitende[r]?|stellvertretende[r]?|redakt*|reporter*|korrespondent*|autor*|journalist*|chef*|ressortleiter*|volontar*|politik*|wirtschafts*|sport*|verantwortlich*|unser*)
(schreibt|berichtet|arbeitet|leitet|betreut|kummert sich|studierte|volontierte|absolvierte|lebt|beschaftigt sich|hat (studiert|volontiert|journalistik|germanistik|politik*|geschichte)|verantwortet|begleitet) (fur|uber|seit|als|in|aus|bei|das|die|den|um|an|mit|vor allem|regelmassig|dort|am)?
(jahrgang|geboren|ressort|redakteur*|reporterin|korrespondent*|volontar*|lokalredakt*|lokalredaktion|politikredakt*|wirtschaftsredakt*)
(es|ha sido|fue) (un |una |la |el )?(periodista|redactor*|corresponsal|reporter*|colaborador*|jef[ea]|editor*|columnista|critic[oa]|director*|autor*|responsable|graduad*|licenciad*)
(redactor*|periodista|corresponsal|reporter*|licenciad*|graduad*|colaborador*|jef[ea] de|coordinador*|especializad*|especialista|columnista) (de|en|del|por|desde|especializad*|para|y|por la|freelance)
(escribe|cubre|trabaja|colabora|informa|se ocupa|ha trabajado|ha sido|ha publicado|ha cubierto|ha escrito|trabajo|estudio|nacid[oa]|es autora?|antes trabajo|se incorporo) (sobre|en|para|de|desde|la|el|temas|los|con|como|por|a)?
(master|licence|grado|mba|pulitzer|twitter|@\w+|e-?mail)
"""

ADVERTISING_LABELS = r"""
(publicite|la suite apres (cette |la )?publicite|suite apres la publicite|la suite de (votre|l') ?article apres (cette|la) (publicite|annonce)|publi-?redactionnel|publi-?reportage|contenu (sponsorise|partenaire|de marque|publicitaire|de notre partenaire)|article sponsorise|sponsorise|annonce|pub|contenu propose par .{2,30}|la suite (de l'article )?(est )?(plus bas|ci-dessous|apres la pub*)|offert par .{2,30}|en partenariat avec .{2,30})
((story|article|content|video) continues (below|after) (the |this )?(advertisements?|ads?|adverts?)|advertisements?|advertising|advert|ad|sponsored( (content|post|by .{2,30}))?|promoted( content)?|paid (content|post|partnership|promotion)|advertorial|partner content|ad feature|advertisement feature|(story|article|content|video) continues (below|after)( (the )?(advertisement|ad|advert|this))?|continues (below|after)( (the )?(advertisement|ad|advert))?|scroll (down )?to continue( reading)?|report this ad|report ad|remove ads|go ad-free|this is an ad|skip ad|paid for by .{2,40}|continue reading below|brought to you by .{2,40}|in association with .{2,40})
advertisements? ?[-/:]? ?(scroll (down )?to continue( reading)?|continue reading below|(article|story) continues below( this ad)?|skip advertisement|remove ads)
(anzeige|anzeigen|werbung|reklame|advertorial|gesponsert|gesponserter (inhalt|beitrag)|sponsored|bezahlte (anzeige|werbung|partnerschaft|inhalte)|(artikel|text) (wird|geht) nach der (anzeige|werbung) (fortgesetzt|weiter)|(weiter|weiterlesen) nach der (anzeige|werbung)|nach der (anzeige|werbung) weiterlesen|(der )?artikel geht (unten|nach der anzeige|hier) weiter|unten (weiterlesen|geht es weiter)|hier geht'?s? (es )?weiter|in kooperation mit .{2,30}|prasentiert von .{2,30}|werbefrei lesen|anzeige schliessen|ende der anzeige|werbeanzeige|promotion|partnerinhalte?)
(publicidad|contenido (patrocinado|de marca|promocionado|ofrecido por .{2,30})|patrocinado( por .{2,30})?|promocion|publirreportaje|branded content|anuncio|anuncios|(la noticia |el articulo |sigue leyendo )?(continua|sigue|continue) (leyendo )?(despues|tras|debajo) de (la|esta) publicidad|(despues|tras) la publicidad|contenido asociado|ofrecido por .{2,30})
(pubblicita|publicidade|advertentie|continua dopo la pubblicita|continua apos a publicidade)
"""

ADVERTISING_OPENERS = r"""
(certains liens|cet article contient|les liens|ce contenu a ete|nous pouvons percevoir) ... (affili*|sponsoris*|commission|remuner*|partenaire)
(this article|this content|some of the links|the links|when you buy|if you buy|we may earn|products recommended|we earn) ... (affiliate*|commission|sponsor*|paid for)
(dieser artikel enthalt|die mit|wenn sie uber|bei den links|wir erhalten) ... (affiliate*|provision|partner-?links?)
(este articulo contiene|algunos enlaces|podemos recibir|los enlaces) ... (afiliad*|comision)
"""

ADVERTISING_STRONG = r"""
(apres|after|nach|despues de|tras) (cette|la|the|this|der|die) (publicite|annonce|advertisement|ad|anzeige|werbung|publicidad)$
"""

ADVERTISING_WEAK = r"""
(jetzt|sofort) ... (sichern|vergleichen|entdecken|kaufen|bestellen|sparen|anfordern|prufen|berechnen|informieren)
(profitez|decouvrez|comparez|calculez|demandez|obtenez|achetez|reservez|economisez)
(shop now|buy now|learn more|compare|save up|get a quote|discover|book now|order now|find out how|paid for|find out)
(descubre|compra|ahorra|compara|consigue|calcula|reserva|solicita|aprovecha)
(testsieger|angebot|rabatt|promo*|offre*|devis|reductions?|deal*|discount*|sale|oferta*|descuento*|solde*|gunstig*)
(reasons to|raisons de|grunde|razones para)
"""
