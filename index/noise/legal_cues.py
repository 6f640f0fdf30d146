# ruff: noqa: E501 - one cue a line, and a choice cannot be broken over two
"""Cues of consent banners and of legal notices, as `lexicon` reads them (fr, en, de, es; some it, pt, nl)."""

CONSENT_OPENERS = r"""
(nous|avec votre accord|avec nos|ce site|notre site|nos partenaires|le site|nous et nos|nos \d+) ... (cookies?|traceurs|vie privee|consentement|vos donnees)
(ce|cet|cette|le) (contenu|video|publication|tweet|post|message|module|carte|lecteur|podcast|infographie|element) (est|a ete|n'est|provient|peut) (bloque*|masque*|desactive*|fourni*|pas (affich|visible|disponible)*|indisponible|heberge*|de|deposer|utiliser)
(vous|si vous) (avez (refuse|choisi|desactive|accepte|bloque)|n'avez pas|pouvez|devez|acceptez|refusez) ... (cookies?|traceurs?|consentement|choix|tiers|vos preferences|parametr*|desinscri*|desabonn*)
(pour|afin de) (pouvoir )?(le |la |l'|ce |cet |cette )?(visualiser|afficher|consulter|voir|lire|visionner|acceder|ecouter) ... (accept*|autoris*|cookies?|cliqu*|consent*)
(en cliquant|en poursuivant|en continuant|en acceptant|en utilisant|en fermant) ... (vous|cookies?|accept*)
(accepter|autoriser) (les|ces|et|tous) ... cookies
(cliquez|en savoir plus) ... (cookies?|traceurs|vos donnees|preferences)
(cookies|traceurs)( et| &) (vie privee|traceurs|autres|donnees|confidentialite)
(cookies|datenschutz|cookies und|privacidad)( und| y| and| &) (cookies|privacidad|privacy|datenschutz|privatsphare|tracking)
(ce|cet|cette) (contenu|video|article|publication|tweet) n'(a|est) ... (charge*|cookies?|accept*|refus*|affiche*|disponible)
l'(acces|affichage|utilisation|usage) (a|de|d'|du|au) ... (consentement|cookies?|accept*|accord|traceurs)
autoriser (et|le|la|les)
(hier|bitte) (klicken|klick) ... (laden|anzeigen|inhalt|sehen|datenschutz*|akzeptier*)
(empfohlener|externer|eingebetteter) (redaktioneller |externer )?inhalt
nous (respectons|accordons|prenons|attachons) ... (vie privee|confidentialite|donnees)
(votre|le respect de votre) (vie privee|confidentialite|consentement) (nous|est|compte|s'applique|importe)
(l'affichage|la lecture|le chargement) de (ce|cette|cet) ... (cookies?|accept*|tiers|consent*)
(this|our|the) (site|website|page|service) (uses|use|and our|asks|stores|and its)
(we use|we and our|we, and our|we and|we store|we need|we ask|we process|we would like|we may|we also use|we share|our \d+|our partners|our website uses|our site uses|this publisher and its) ... (cookies?|your privacy|your consent|your device|trackers|tracking|personal data|similar technolog*|your data)
(we|we are) (value|respect|care about|need|want) your (privacy|consent|permission|choices)
(by|if you) (clicking|continuing|using|selecting|choosing|accepting|click|continue|browsing|pressing|tapping) ... (cookies?|you|agree*|accept*|consent*|partners)
(you can|you may|you have (rejected|refused|declined|disabled|chosen|not accepted|blocked)|you must accept|you need to accept|you'll need to accept) ... (cookies?|consent|preferences|privacy settings|your choices|opt out|opt-out)
(this|the following) (content|article|video|post|tweet|embed|section|feature|element) (is|includes|contains|may|could|has|requires|cannot|uses|was) ... (cookies?|third|provided by|hosted by|blocked|loaded|provider|consent|not available|permission|disabled)
(allow|accept|view|manage|to view|to see|enable|please accept|please allow|for more|please enable) ... (cookies?|consent|third-party|privacy (policy|settings|preferences)|content)
(your|manage your) (privacy|consent|cookie) (choices?|settings?|is|matters?|preferences)
(wir|wir und|unsere website|unsere partner|diese website|diese seite|unser angebot|mit ihrer|mit unseren|mit ihrer zustimmung|auf dieser) ... (cookies?|einwilligung|datenschutz|privatsphare|partner|endgerat|tracking|personenbezogen*|zustimmung|technologien|drittanbieter*)
(an dieser stelle|hier) (finden|befindet|steht|konnen|wird|sehen|finden sie|wurde) ... (extern*|inhalt*|video|redaktionell*|drittanbieter*|dritt*|youtube|instagram|twitter|facebook|x)
(dieser|diese|dieses|externer|der|empfohlener|ein) (inhalt*|element|video|beitrag|externe inhalt|redaktioneller inhalt|tweet|post|karte|podcast|redaktionelle inhalt) (wird|wurde|ist|stammt|kann|konnen|von|ist von)? ... (bereitgestellt|blockiert|gesperrt|deaktiviert|geladen|zustimm*|extern*|drittanbieter|dritt*|angezeigt|einwillig*|cookies?|youtube|verfugbar|datenschutz*|aktivier*)
(ich bin|ich willige|ich stimme|ich mochte|mit) ... (einverstanden|ein|zu|externe[nr]? inhalte?|einwillig*|angezeigt|klick*)
(sie|du) (konnen|konnten|haben|stimmen|kannst|willigen|mussen|mochten|benotigen) ... (cookies?|einwilligung|zustimmung|extern*|ausblenden|einstellungen|widerruf*|personenbezogen*|einen klick|einem klick|mit klick|tracking|datenschutz*|privacy|zustimmen|laden)
(damit|dabei|dadurch|hierbei|hierdurch|dafur) (konnen|werden|wird|kann|willigen|stimmen|konnten|benotigen|erklaren) ... (daten|personenbezogen*|cookies?|drittanbieter*|drittplattform*|zustimmung|einwilligung|nutzung|drittland*)
(mehr|weitere|naheres|details|mehr informationen|weitere informationen|mehr infos) ... datenschutz*
(durch|mit) (klick*|anklicken|das laden|dem laden|aktivier*|klicken|einem klick|betatig*|der nutzung|den klick|ihrem klick) ... (sie|inhalt*|akzept*|zustimm*|extern*|datenschutz*|einverstanden|laden|daten)
(um|damit|zum) (diesen|dieses|diese|den|das|die|mit|anzeigen) ... (sehen|anzeigen|laden|interagieren|darzustellen|angezeigt|nutzen) ... (zustimm*|einwillig*|einverstanden|cookies?|akzept*|benotig*)
(ihre|deine) (privatsphare|einwilligung|zustimmung|daten|datenschutz*) (ist|wird|konnen|kann|gilt|bei|sind|liegt)
(willkommen|weiter mit|weiterlesen mit|nutzen sie|lesen sie) ... (werbung|cookies?|tracking|purabo|pur-abo)
(besuchen sie|nutzung mit|pur-abo) ... (werbung|tracking|werbefrei|pur)
(usamos|utilizamos|empleamos|nosotros|nosotros y|este sitio|esta web|esta pagina|nuestra web|nuestros socios|con tu|con su|tanto nosotros|este portal|este medio) ... (cookies?|privacidad|socios|consentimiento|dispositivo|datos|almacen*)
(tu|su|valoramos tu|respetamos tu|valoramos su|nos importa tu|respetamos su) (privacidad|consentimiento)
(este|el|esta) (contenido|video|tuit|publicacion|mensaje|modulo|elemento|podcast) (esta|es|ha sido|procede|puede|no|se|incluye|requiere|proviene|utiliza) ... (bloquead*|cookies?|tercer*|externo|proporcionad*|ocult*|mostrar*|plataforma|disponible|consentimiento|red social|alojad*)
(para|si quieres|si desea|si quiere) (ver|poder|visualizar|verlo|acceder|mostrar|continuar|aceptar|rechazar|reproducir) ... (acept*|cookies?|consent*|permit*|tercer*|haz clic)
(al|si) (pulsar|hacer clic|continuar|aceptar|navegar|clicar|continua*|mostrarlo|verlo|activar*) ... (acept*|cookies?|considera*|consent*|datos|privacidad)
(puedes|puede|tambien puedes|has|ha) ... (cookies?|consentimiento|configurar|rechaz*|preferencias|tus opciones)
(mas|obten mas|consulta|ver) ... (politica de (cookies|privacidad))
(questo sito|utilizziamo|usiamo|noi e i nostri|nos e os nossos|utilizamos|este site|wij en onze|deze (site|website)|we gebruiken|wij gebruiken) ... (cookie*|partner*|parceiros)
"""

CONSENT_STRONG = r"""
(cookies?|traceurs) (et|und|and|y|ou|or|o) (autres traceurs|ahnliche technologien|similar technolog*|tecnologias similares|technologies similaires|autres technologies|andere technologien|otras tecnologias)
(profil|profiles?|perfil) publicitaire personnalise
(publicites?|annonces|contenus?) ... personnalise* ... (mesure|audience|profil)
mesurer (l'audience|la performance)
(store|access|stocker|speichern|almacenar) (and|et|und|y|and/or|et/ou|oder|y/o) (access|acceder|abrufen|acceder a|zugreifen|store) ... (device|appareil|terminal|gerat|endgerat|dispositivo|information*|informacion)
retirer votre consentement
(withdraw|revoke|manage) your consent
(einwilligung|zustimmung) (jederzeit )?(widerrufen|erteilen|verweigern)
(retirar|revocar|cambiar) (tu|su) consentimiento
personenbezogene daten an (dritt*|externe|social*)
(externe|externen|externer) inhalte?n? (anzuzeigen|angezeigt|geladen|zu laden|anzeigen|laden)
"""

CONSENT_WEAK = r"""
(cookies?|traceurs?|trackers?|tracking|cookie-einstellungen)
(consent*|consentement*|consentimiento|einwillig*|zustimm*|einverstanden)
(vie privee|privatsphare|privacidad|privacy|datenschutz*|confidentialite)
(vos donnees|your data|ihre daten|tus datos|sus datos|personal data|donnees personnelles|personenbezogene*|datos personales)
(partenaires|partners?|partnern?|socios|drittanbieter*|tiers|third part*|third-party|terceros)
(personnalise*|personali[sz]ed|personalisiert*|personalizad*)
(fourni par|provided by|bereitgestellt von|proporcionado por|heberge par|hosted by)
(contenu|content|inhalt|inhalte|contenido) (externe*|tiers|extern*|de terceros|bloque|is blocked)
(endgerat|device|appareil|dispositivo)
(audience|mesure d'audience|reichweitenmessung|anzeigenmessung|medicion)
(vous acceptez|you accept|you agree|sie akzeptieren|aceptas|acepta|acceptez)
(preferences|preferencias|einstellungen|parametres|vos choix|your choices|mes choix)
(finalites|zwecke|zwecken|finalidades|purposes|verarbeit*)
(afficher|anzeigen|ausblenden|mostrar)
(charger|geladen|laden|loaded|cargar)
"""

LEGAL_OPENERS = r"""
© ?((19|20)\d\d)
© ?[^.!?]{2,50}(19|20)\d\d
copyright ((19|20)\d\d|©|by|\(c\))
(en|lors de) (vous|votre) (inscrivant|abonnant|inscription|enregistrant|desabonnant)
(en|lorsque) (renseignant|validant|soumettant|cliquant sur .{0,15}inscri*|communiquant|indiquant) ... (vous|votre|donnees)
vous (pouvez|pourrez|disposez|recevrez|acceptez|avez la possibilite) ... (desinscri*|desabonn*|conditions|droit d'acces|vos donnees|rectification|resilier|tout moment)
(vos|les) (donnees|informations|adresse) ... (traite*|collecte*|utilise*|rgpd|cnil|conserve*) ... (newsletter|par|pour|afin|service|droit*|vous)
(l'editeur|le groupe|la societe) ... (traite|collecte|utilise|cnil|vos donnees)
(les )?(informations|donnees) (recueillies|collectees|personnelles) ... (destinees|traitees|rgpd|conform*|newsletter|par)
verantwortlich (im sinne|nach|gemass|fur den inhalt|i\.s\.d)
(he leido|acepto|consiento) ... (politica|privacidad|condiciones|terminos|datos)
(conforme a|se adhiere a) los criterios
(wenn sie|kaufen sie|bei einem kauf) ... (provision|affiliate*|verguet*)
(toute|la) (reproduction|reutilisation|copie|republication) ... (interdit*|autorisation|strictement|soumise)
reproduction ... (interdite|prohibited|reservee|forbidden)
(ce|le present) site est (protege|edite|heberge)
(directeur|directrice) de la (publication|redaction) ?:?
(numero|n°|no) (de )?(cppap|commission paritaire)
(issn|siren|siret|rcs|cppap|tva|ust-id*|hrb|nif|cif) ?(no|n°|:|:|numero|intracommunautaire|-)? ?[a-z]{0,4} ?\d+
(edite|site edite|publie) par ... (societe|sas|sa|sarl|capital|rcs|siren|siret)
(societe|s\.a\.s|sas|sarl) ... au capital
(by|when you) (signing|subscribing|registering|submitting|creating|providing|entering|sign|subscribe|register|joining) ... (agree*|accept*|you|terms|privacy|policy|consent*)
(you can|you may|you will be able to) (unsubscribe|opt out|cancel|withdraw|change your)
(for (more|further) information|find out more|see our|read our|view our|our|please see our|see|please read our) ... (privacy (policy|notice)|terms (of|and)|cookie policy)
(this|no part of this|all|the) (material|content|article|site|story|website|newsletter|page|publication|report|contents) (may not|is protected|is subject|on this (site|website)|of this (site|website)|are protected|is copyright|is licensed|in this (site|publication)|contains|is provided|may) ... (published|reproduc*|copyright|redistribut*|recaptcha|protected|permission|without|reserved|advertising|affiliate*|licen*)
(your|use of|the use of) (use of |this )?(this|our|the)? ?(site|website|service) ... (constitutes|acceptance|subject|terms|agree*)
(published|registered|incorporated|printed) (by|in|at) ... (ltd|limited|england|registered|inc|company (no|number)|office|plc|llc)
(registered|company|vat) (office|number|no|address|company) ?[:.]?
(we are|this newspaper is|the .{3,30} is|we) (regulated|a member of|members of|a registered|subject) ... (ipso|impress|independent press|charity|regulator)
(if you have a|to make a|for) complaints? ... (contact|ipso|editor|about|click|visit)
(we|we may|this article may|some links|this page|this post|products) ... (commission|affiliate*)
(mit|durch|bei) (ihrer|der|deiner|dem|die|ihre|absenden|klick) ... (anmeldung|abonnieren|absenden|registrierung|eintragung|bestellung|anmelden|newsletter*|anmeldung) ... (stimm*|akzeptier*|erklar*|einverstanden|datenschutz*|gelten|agb|willig*)
(abmelden|abmeldung|abbestellen|eine abmeldung|der newsletter kann|sie konnen den newsletter|sie konnen sich|du kannst dich|die abmeldung) ... (jederzeit|moglich|abbestell*|abmeld*|abbestellt)
(es gelten|hier gelten|informationen zu|hinweise zu|mehr zu|weitere informationen zum|naheres) ... (datenschutz*|agb|nutzungsbedingungen|widerruf*)
(alle|samtliche|die) (inhalte|texte|rechte|bilder|artikel|fotos) ... (urheberrecht*|geschutzt|vorbehalten|vervielfaltig*)
(die |jede |eine )?(vervielfaltigung|weiterverbreitung|weiterverwendung|nutzung der inhalte|verbreitung|wiedergabe|ubernahme|verwertung|nachdruck) ... (genehmigung|untersagt|verboten|zustimmung|gestattet|zulassig|erlaub*|nicht)
(herausgeber|verlag|verantwortlich|v\.i\.s\.d\.p|redaktion|chefredaktion|anbieter|geschaftsfuhr*)( im sinne| fur den inhalt| nach)? ?:
(amtsgericht|handelsregister|registergericht|umsatzsteuer*|ust\.-id)
(mit \*|mit einem \*|die mit|bei den mit|links mit|als amazon|bei einem kauf|wenn sie uber) ... (provision|affiliate*|gekennzeichnet*|partner)
(prohibid[ao]s?|queda prohibid*|se prohibe|quedan? (reservad*|prohibid*)) ... (reproduc*|derechos|autorizacion|contenidos?|copia|distribucion)
(al|si) (suscribirte|suscribirse|registrarte|registrarse|darte de alta|enviar|inscribirte|apuntarte|hacer clic|pulsar|darse de alta|apuntarse|te suscribes|te registras) ... (acept*|condiciones|politica|privacidad|consient*|terminos|confirm*)
(puedes|puede|podras|podra) (darte|darse|cancelar|cancelarla|anular*|borrarte|desuscribir*|modificar) ... (baja|momento|suscripcion|datos|cuando|alta)
(responsable|finalidad|el responsable|sus datos|tus datos|los datos) ... (tratamiento|tratad*|derechos|rgpd|privacidad|responsable)
(edita|editado por|edicion|deposito legal|director general|consejo de administracion|domicilio social|c\.i\.f|inscrita en) ?:? ... (s\.l|s\.a|sl|sa|\d|registro|legal)
(reservados|derechos) ... derechos
(los contenidos|todos los contenidos|esta obra|este contenido) ... (reservad*|derechos|autorizacion|prohib*|licencia|propiedad)
(consulta|consulte|ver|mas informacion en|lee|conoce) (nuestra|la|nuestras|las|el) (politica|aviso|condiciones|terminos)
(tutti i diritti|riproduzione riservata|todos os direitos|alle rechten|p\.? ?iva)
"""

LEGAL_STRONG = r"""
(all rights reserved|tous droits reserves|alle rechte vorbehalten|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden)
(sans|sauf) autorisation (ecrite|prealable|expresse|de l'editeur)
without (the )?(prior |express |written )*(permission|consent) of
(without|without prior|without written|without express) permission is
(may|must) not be (published|reproduced|rewritten|redistributed|copied)
urheberrechtlich geschutzt
(sin|salvo) (la )?autorizacion (expresa|previa|escrita)
(informatique et libertes)
protected by recaptcha
conditions generales d'utilisation ... (politique|confidentialite|vous)
"""

LEGAL_WEAK = r"""
©
(conditions (generales|d'utilisation)|mentions legales|politique de (confidentialite|cookies)|cgu|cgv)
(terms (of|and) (use|service|conditions)|privacy (policy|notice|statement)|cookie policy)
(impressum|datenschutz*|agb|nutzungsbedingungen|widerrufsrecht)
(aviso legal|politica de (privacidad|cookies)|condiciones (de uso|generales)|terminos (y|de))
(rgpd|gdpr|dsgvo|cnil)
(jederzeit|a tout moment|at any time|en cualquier momento)
(unsubscribe|desinscrire|desabonner|abmelden|abbestellen|darte de baja)
(ltd|limited|gmbh|s\.a\.s|sarl|inc|plc|llc|s\.l|s\.a|ag) ?\.?
(hebergeur|editeur|herausgeber|publisher|verlag|editorial)
(e-?mail|tel|telefon|telephone|fax) ?:
(reproduction|vervielfaltigung|reproduccion)
"""
