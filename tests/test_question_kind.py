"""Which questions want a fact, and which want sentences."""

import pytest

from rag.questions.question_kind import QuestionKind, question_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why did she leave?", "reason"),
        ("What made him change his mind?", "reason"),
        ("Pourquoi a-t-il démissionné ?", "reason"),
        ("Warum ging sie?", "reason"),
        ("¿Por qué dimitió?", "reason"),
        ("Perché è partito?", "reason"),
        ("What are the reasons for the delay?", "reason"),
        ("What's the reason for the delay?", "reason"),
        ("What was the real cause of the fire?", "reason"),
        ("What was Boeing's reason for the delay?", "reason"),
        ("Quelle est la cause de l'incendie ?", "reason"),
        ("Quelles sont les vraies raisons du départ ?", "reason"),
        ("Pour quel motif part-il ?", "reason"),
        ("Weswegen ging er?", "reason"),
        ("Was ist der Grund für den Verkauf?", "reason"),
        ("Was sind die Gründe für den Verkauf?", "reason"),
        ("Welches sind die Gründe?", "reason"),
        ("Was war die eigentliche Ursache des Brandes?", "reason"),
        ("¿Cuál es la causa del incendio?", "reason"),
        ("¿Cuáles son las razones?", "reason"),
        ("And why?", "reason"),
        ("So why did he leave?", "reason"),
        ("But how?", "manner"),
        ("Et pourquoi ?", "reason"),
        ("Mais comment a-t-il réagi ?", "manner"),
        ("Und warum?", "reason"),
        ("Aber wie viele waren es?", "fact"),
        ("¿Y por qué?", "reason"),
        ("Y ¿por qué dimitió?", "reason"),
        ("Tell me why the deal was delayed.", "reason"),
        ("Can you explain how it works?", "manner"),
        ("Dis-moi pourquoi il est parti", "reason"),
        ("Sag mir, warum er ging.", "reason"),
        ("Dime por qué se fue", "reason"),
        ("How did they react?", "manner"),
        ("What should I do after an accident?", "manner"),
        ("What to do if the bicycle is lost?", "manner"),
        ("What did he do?", "fact"),
        ("Que dois-je faire après un accident ?", "manner"),
        ("Que fait-il ?", "fact"),
        ("Was soll ich nach einem Unfall tun?", "manner"),
        ("Was soll ich zahlen?", "fact"),
        ("¿Qué debo hacer tras un accidente?", "manner"),
        ("What triggered the strike?", "reason"),
        ("What explains the fall in sales?", "reason"),
        ("What is causing the delay?", "reason"),
        ("What do I need to sign up?", "list"),
        ("Que faut-il pour s'inscrire ?", "list"),
        ("Was brauche ich?", "list"),
        ("¿Qué necesito para inscribirme?", "list"),
        ("Wer waren die Opfer?", "list"),
        ("Qui étaient les victimes ?", "list"),
        ("Comment a-t-il réagi ?", "manner"),
        ("Wie hat er reagiert?", "manner"),
        ("How many people signed?", "fact"),
        ("How long did it take?", "fact"),
        ("Combien de personnes ont signé ?", "fact"),
        ("Wie viele waren es?", "fact"),
        ("Which companies did he work for?", "list"),
        ("Which companies were sued?", "list"),
        ("Quels pays ont signé ?", "list"),
        ("Which funds voted against the merger?", "list"),
        ("Which pension funds voted against the merger?", "list"),
        ("Which engineers left?", "list"),
        ("Which other ships used the port?", "list"),
        ("Which rules apply?", "list"),
        ("Which funds?", "list"),
        ("What conditions came with the gift?", "list"),
        ("Quels fonds ont voté contre la fusion ?", "list"),
        ("Welche Fonds stimmten gegen die Fusion?", "list"),
        ("¿Qué fondos votaron en contra?", "list"),
        ("What is superconductivity?", "definition"),
        ("Qu’est-ce que la supraconductivité ?", "definition"),
        ("Qu'est-ce qu'un oyat ?", "definition"),
        ("Qu’est-ce qu’une dune ?", "definition"),
        ("Qu'est-ce qu'OpenAI ?", "definition"),
        ("Was ist Supraleitung?", "definition"),
        ("What does that word mean?", "definition"),
        ("Who signed the treaty?", "fact"),
        ("Quand est-il parti ?", "fact"),
        ("treaty signature date", "fact"),
        ("", "fact"),
    ],
)
def test_the_words_a_question_begins_with_say_what_it_wants(question: str, kind: str) -> None:
    assert question_kind(question) is QuestionKind(kind)


@pytest.mark.parametrize(
    "question",
    [
        "How large is the fund?",
        "How high is the tower?",
        "How fast is the train?",
        "How expensive was it?",
        "What is Altman's salary?",
        "What's the workers’ union's name?",
        "What are the workers' wages?",
        "What is her salary?",
        "What is the date of the election?",
        "Which business did OpenAI buy?",
        "Which virus did they find?",
        "What crisis did the bank have?",
        "Which company bought Nordwerk?",
        "Which company owns Nordwerk?",
        "Which firm sells used cars?",
        "Which news outlet reported the deal?",
        "Which law banned it?",
        "Which series ended?",
        "Which bus goes there?",
        "What happens next?",
        "What makes used cars cheap?",
        "What's the name of the mayor?",
        "And the price?",
        "Tell me the price.",
        "Qu'est-ce qu'il a dit ?",
        "Quelle cause défend l'association ?",
        "Wie heißt der Chef?",
        "Wie hieß das Schiff?",
        "Wie teuer war es?",
        "Wie weit ist es?",
        "Wie hoch ist der Turm?",
        "Wie lautet das Urteil?",
        "Welche Summe zahlte die Firma?",
        "Welche Strafe erhielt er?",
        "Welche Frau leitet die Firma?",
        "Welche Nummer hat das Zimmer?",
        "Welche Rolle spielten die Banken?",
        "Was ist der Wert des Fonds?",
        "Was ist das Datum der Wahl?",
        "Was ist die genaue Höhe der Strafe?",
        "Was ist Altmans Gehalt?",
        "Was ist sein Beruf?",
        "Comment s'appelle le chef ?",
        "Comment s’appelait-elle ?",
        "Comment se nomme le navire ?",
        "C'est quoi la date exacte du renvoi ?",
        "C’est quoi l’âge du capitaine ?",
        "¿Cómo se llama el jefe?",
        "¿Cómo se llamaba?",
        "¿Qué mes es el mejor?",
        "¿Qué país firmó?",
        "Come si chiama il capo?",
        "Como se chama o chefe?",
        "Hoe heet de baas?",
        "Hoe groot is het fonds?",
        "Wat is de waarde van het fonds?",
        "Cum se numește șeful?",
        "Ce zi a fost?",
        "What is it called?",
        "What are they called?",
        "How severe was the quake?",
        "How thick is the ice?",
        "How young was he?",
        "How frequently does the bus run?",
        "Wie häufig fährt der Bus?",
        "Wie jung war er?",
        "Cosa è successo?",
        "Che cosa è cambiato?",
        "What is planned for the site?",
        "What is known about the attack?",
        "Was ist geplant?",
        "Was ist bisher bekannt?",
        "Qu'est-ce que la loi change ?",
        "Qu'est-ce que ça coûte ?",
    ],
)
def test_a_question_for_one_value_wants_a_fact_however_it_is_asked(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How did the price fall?", "manner"),
        ("How was the heavy boat moved?", "manner"),
        ("How young people live", "manner"),
        ("Wie wurde er Chef?", "manner"),
        ("Comment appeler le service ?", "manner"),
        ("¿Cómo se hace el pan?", "manner"),
        ("Hoe ging het?", "manner"),
        ("Wie heißen die beiden Gründer?", "list"),
        ("Welche Länder haben unterschrieben?", "list"),
        ("Welche Firmen wurden gegründet?", "list"),
        ("Welche Parteien bilden die Regierung?", "list"),
        ("Welche Tage sind frei?", "list"),
        ("Welche Teams spielen heute?", "list"),
        ("Comment s’appellent les deux navires ?", "list"),
        ("Comment se nommaient-ils ?", "list"),
        ("¿Cómo se llaman los dos barcos?", "list"),
        ("Come si chiamavano le navi?", "list"),
        ("Como se chamam os navios?", "list"),
        ("Hoe heten de schepen?", "list"),
        ("Cum se numesc navele?", "list"),
        ("Which issues did they raise?", "list"),
        ("Which business units did OpenAI buy?", "list"),
        ("Which classes were cancelled?", "list"),
        ("¿Qué países firmaron?", "list"),
        ("Ce orasi au semnat?", "list"),
        ("¿Qué es la inflación?", "definition"),
        ("Was ist das Bruttoinlandsprodukt?", "definition"),
        ("Was ist der Nobelpreis?", "definition"),
        ("Was ist die Hisbollah?", "definition"),
        ("C'est quoi la singularité ?", "definition"),
        ("Wat is inflatie?", "definition"),
        ("What is a hedge fund?", "definition"),
        ("What is a publisher's fonds?", "definition"),
    ],
)
def test_what_is_no_value_is_left_to_its_kind(question: str, kind: str) -> None:
    assert question_kind(question) is QuestionKind(kind)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("In which countries does it operate?", QuestionKind.LIST),
        ("Dans quels pays l'entreprise est-elle présente ?", QuestionKind.LIST),
        ("In welchen Ländern arbeitet sie?", QuestionKind.LIST),
        ("¿En qué países trabaja?", QuestionKind.LIST),
        ("Name the founders of the firm", QuestionKind.LIST),
        ("Citez les fondateurs", QuestionKind.LIST),
        ("Which are the two banks?", QuestionKind.LIST),
        ("Chi sono i fondatori?", QuestionKind.LIST),
        ("Quem são os fundadores?", QuestionKind.LIST),
        ("name of the lawyer who took the residents' case", QuestionKind.FACT),
        ("Welke stad won de prijs?", QuestionKind.FACT),
        ("Welke landen deden mee?", QuestionKind.LIST),
        ("Wie is de directeur?", QuestionKind.FACT),
        ("Wie war das Wetter?", QuestionKind.MANNER),
        ("Om welke reden ging hij weg?", QuestionKind.REASON),
        ("Wat is de oorzaak van de brand?", QuestionKind.REASON),
        ("Qual è il motivo delle dimissioni?", QuestionKind.REASON),
        ("Qu'est-ce qui a causé l'incendie ?", QuestionKind.REASON),
        ("How strong was the gust?", QuestionKind.FACT),
        ("What is OpenAI worth?", QuestionKind.FACT),
        ("What is happening in Paris?", QuestionKind.FACT),
        ("What is a reactor?", QuestionKind.DEFINITION),
        ("Was ist passiert?", QuestionKind.FACT),
        ("Qu'est-ce que Macron a dit ?", QuestionKind.FACT),
        ("Qu'est-ce qu'un réacteur ?", QuestionKind.DEFINITION),
        ("Che cos'è un reattore?", QuestionKind.DEFINITION),
        ("O que significa isso?", QuestionKind.DEFINITION),
        ("¿Qué autobús tomó?", QuestionKind.FACT),
        ("I want to know why he left", QuestionKind.REASON),
        ("Peux-tu me dire pourquoi il part ?", QuestionKind.REASON),
        ("Weißt du, warum er geht?", QuestionKind.REASON),
        ("¿Sabes por qué se va?", QuestionKind.REASON),
    ],
)
def test_questions_that_begin_otherwise_are_of_the_same_kinds(question: str, kind: QuestionKind) -> None:
    assert question_kind(question) is kind


@pytest.mark.parametrize(
    "question",
    [
        "List the people who left OpenAI.",
        "Name the people who left.",
        "Name the two women on the board.",
        "Name the companies that signed.",
        "Please list the men who signed",
        "Can you name the children?",
        "Which people left?",
        "Which other women signed?",
        "Nennen Sie alle Städte.",
        "Nenne alle, die gingen.",
        "Nennen Sie mir die Leute, die gingen.",
        "Listen Sie alle Länder auf.",
        "Cite les personnes qui ont quitté OpenAI.",
        "Citez tous les pays.",
        "Citez-moi toutes les raisons.",
        "Énumère les fondateurs.",
        "Énumérez les fondateurs.",
        "Nommez les fondateurs.",
        "Listez tous les fondateurs.",
        "Nombra los países.",
        "Nombra a los fundadores.",
        "Nombre todos los países.",
        "Enumera los países.",
        "Enumere todas las razones.",
    ],
)
def test_who_says_to_name_several_wants_a_list(question: str) -> None:
    assert question_kind(question) is QuestionKind.LIST


@pytest.mark.parametrize(
    "question",
    [
        "Name the boss.",
        "Can you name the boss?",
        "Name the man who saved people.",
        "Name the number of people.",
        "Name the people's party leader.",
        "Name the specimen.",
        "Which women’s team won?",
        "Which person left?",
        "What did the people eat?",
        "Nennen Sie den Namen des Chefs.",
        "Nennen Sie alleine den Chef.",
        "Cite le nom du chef.",
        "Nommez le chef.",
        "Nombre de morts ?",
        "¿Nombre de los barcos?",
        "Nombra al jefe.",
    ],
)
def test_who_says_to_name_one_wants_a_fact(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    "question",
    [
        "Who is Jan Leike?",
        "And who was Vincent van Gogh?",
        "Who is Altman?",
        "Who is President Macron?",
        "Who is Gita Feldman, of the agency?",
        "Qui est Jakub Pachocki ?",
        "Wer ist Ursula von der Leyen?",
        "¿Quién es Vicente Tormo?",
        "Chi è Pau Ribelles?",
        "Wie is Ingrid Solheim?",
        # A follow-up as it is understood.
        "Who is he? (Jan Leike)",
        "Qui est-elle ? (Hélène Marchetti)",
        "¿Quién es? (Vicente Tormo)",
        # Small letters within a name.
        "Who is Bashar al-Assad?",
        "Who is Abdel Fattah el-Sisi?",
        "Qui est Jeanne d’Arc ?",
        "Qui est Valéry Giscard d’Estaing ?",
        "Chi è Marcello dell’Utri?",
        "Wer ist Karl-Theodor zu Guttenberg?",
        "Who was Alexander the Great?",
        "Who is Bertie van ’t Hoff?",
        "Quem é António das Neves?",
        "Who is Prime Minister Starmer?",
    ],
)
def test_who_a_named_person_is_wants_more_than_one_sentence(question: str) -> None:
    assert question_kind(question) is QuestionKind.DEFINITION


@pytest.mark.parametrize(
    "question",
    [
        "Who is the chief executive?",
        "Who is OpenAI’s Chief?",
        "Who is CEO?",
        "Who is CEO of OpenAI?",
        "Who is Prime Minister?",
        "Who is suing Elon Musk?",
        "Who is on the board?",
        "Who is?",
        "Qui est la maire de Saint-Aubry ?",
        "Wer ist Finanzvorstand?",
        "Wer ist Chef von Helmar?",
        "Chi è Presidente del Consiglio?",
        "Wie is de directeur?",
        # An office in capitals, with what it is of before it.
        "Who is Finance Minister?",
        "Who is French Prime Minister?",
        "Who is UK Foreign Secretary?",
        "Qui est PDG d’Airbus ?",
        "Who is the Mayor?",
        "Wer ist zu Gast in Berlin?",
        "Qui est l’Abbé ?",
    ],
)
def test_who_holds_an_office_or_does_something_is_a_fact(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    "question",
    [
        # A name stands between "which" and its plural, and a verb in the present behind it.
        "Which OpenAI people followed Brockman to Microsoft?",
        "And which OpenAI employees followed Brockman?",
        "Which companies want to buy the Dutch business?",
        "What were the three conditions of the fund?",
        "Welche drei Personen gründeten die Firma?",
        "¿Qué cuatro edificios va a reforzar?",
        "Welke drie mensen stapten op?",
        # One verb that they are the object of.
        "Which languages does she speak?",
        "Which films has he made?",
        "Which products does Nordwerk make?",
        # What something holds.
        "What does Tormo's plan include?",
        "What will the programme consist of in 2026?",
        "¿Qué incluye el plan industrial de Tormo?",
        "Que prévoit l'accord ?",
        "Qu'est-ce que le plan de Tormo prévoit ?",
        "En quoi consiste l'accord ?",
        "Was umfasst der Plan?",
        "Was sieht der Plan vor?",
        "Che cosa prevede il piano?",
        "Wat omvat het plan?",
    ],
)
def test_what_something_holds_and_which_of_several_are_lists(question: str) -> None:
    assert question_kind(question) is QuestionKind.LIST


@pytest.mark.parametrize(
    "question",
    [
        "Which Paris firm sells used cars?",
        "Which Microsoft offer did they take?",
        "Which sports club owns the stadium?",
        "Which company plans a factory?",
        "What is the number of people that the plan includes?",
        "Was sah er?",
        "Which bus does he take?",
        "Which series has he made?",
        "Which species has died out?",
    ],
)
def test_one_of_them_is_no_list(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (QuestionKind.REASON, "Почему Орлов ушёл в отставку?"),
        (QuestionKind.REASON, "Nilgün Ertan görevini neden bıraktı?"),
        (QuestionKind.REASON, "佐藤氏はなぜ辞任したのですか。"),
        (QuestionKind.REASON, "法院为什么采取限制消费措施？"),
        (QuestionKind.REASON, "สมเกียรติ ออกจากงานเพราะอะไร"),
        (QuestionKind.REASON, "Que razão deu Teresa Vilar para sair?"),
        (QuestionKind.MANNER, "Jak se závada odstraňuje?"),
        (QuestionKind.MANNER, "कोच का चयन किस तरह होगा?"),
        (QuestionKind.MANNER, "한도윤은 어떻게 통지받았나?"),
        (QuestionKind.MANNER, "In che modo si riduce l’orchestra?"),
        (QuestionKind.LIST, "אילו צעדים מציע הדוח?"),
        (QuestionKind.LIST, "Vilka är ägarna?"),
        (QuestionKind.LIST, "นักท่องเที่ยวทำอะไรได้บ้าง"),
        (QuestionKind.LIST, "青鹭单车退出了哪些城市？"),
        (QuestionKind.DEFINITION, "Кто такой Левашов?"),
        (QuestionKind.DEFINITION, "Halil Tamtürk kimdir?"),
        # One value each: how many and how long, and who did something.
        (QuestionKind.FACT, "Hur många verk planerades?"),
        (QuestionKind.FACT, "Jak długo trwała naprawa?"),
        (QuestionKind.FACT, "كم سريرا في الجناح؟"),
        (QuestionKind.FACT, "직원은 몇 명인가?"),
        (QuestionKind.FACT, "대표가 된 사람은 누구인가?"),
        (QuestionKind.FACT, "สมเกียรติ คำแสนดี อายุเท่าไร"),
    ],
)
def test_the_kind_of_a_question_is_told_in_other_languages(kind: QuestionKind, question: str) -> None:
    assert question_kind(question) is kind


@pytest.mark.parametrize(
    "question",
    [
        # What somebody is called, and how tall something is: each has one value, though asked with "how".
        "Как называется компания?",
        "Как зовут директора?",
        "Як називається компанія?",
        "Jak nazywa się firma?",
        "Jak ma na imię prezes?",
        "Jak se jmenuje ředitel?",
        "Jak se ten most jmenuje?",
        "Πώς λέγεται η εταιρεία;",
        "Πώς λεγόταν ο ιδιοκτήτης της έπαυλης;",
        "איך קוראים למנכ״ל?",
        "Как быстро закончился ремонт?",
        "Jak vysoká je věž?",
        "Jak wysoka jest wieża?",
        "Jak długi jest most?",
        "Jak głęboki jest tunel?",
        "Hur hög är bron?",
        "Hur lång är bron?",
        "Hur djup är tunneln?",
        "Hur dyr blev bron?",
        "Hur snabbt gick det?",
        "Hur gamla är barnen?",
        "Miten vanha silta on?",
        # Neuter singulars.
        "Jakie stanowisko objął Nowak?",
        "Jakie wynagrodzenie otrzymał Nowak?",
        "Které město hostí olympiádu?",
        "Jaké je hlavní město?",
    ],
)
def test_one_value_is_asked_for_with_how_and_with_which_in_other_languages(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    "question",
    [
        "Jakie kraje podpisały umowę?",
        "Jakie nowe firmy powstały?",
        "Jakie są skutki decyzji?",
        "Které země podepsaly dohodu?",
        "Jaké jsou důsledky?",
        # "哪几个" is "which", and "几个" behind other words "several".
        "哪几个城市受影响？",
    ],
)
def test_a_plural_behind_which_is_a_list_in_other_languages(question: str) -> None:
    assert question_kind(question) is QuestionKind.LIST


@pytest.mark.parametrize(
    "question",
    [
        "开业日期是什么时候？",
        "他是什么时候辞职的？",
        "Siapa yang menggantikan direktur?",
        "Kuka on voittanut kilpailun?",
        "Kuka on Suomen pääministeri?",
        "Kdo byl zvolen předsedou?",
        "Kim jest nowy prezes?",
        "Şirketin geliri nedir?",
        "Fiyatı nedir?",
        "Yeni başkan kimdir?",
        "Vad är priset på biljetten?",
        "Vad är priset?",
        "Vem är VD?",
        "Mikä on lipun hinta?",
        "Ποιος είναι ο νέος πρόεδρος;",
        "ما هي تكلفة المشروع؟",
        "ما هو السعر؟",
        "من هو مدير الشركة؟",
        "من هو رئيس تركيا؟",
        "מהו המחיר?",
        "מי הוא ראש הממשלה?",
        "قیمت بلیت چیست؟",
        "مدیر شرکت کیست؟",
        "टिकट की कीमत क्या है?",
        "कंपनी के प्रमुख कौन हैं?",
        "Tên công ty là gì?",
        "Giám đốc mới là ai?",
        "新总裁是谁？",
        "董事长是谁？",
        "회사 이름은 무엇인가?",
        "이사장은 누구인가?",
        "新社長とは誰ですか。",
        "会社とは、いつ契約したのですか。",
        "ชื่อบริษัทคืออะไร",
    ],
)
def test_who_holds_an_office_and_what_a_value_is_are_facts_in_other_languages(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    "question",
    [
        "Kdo je Petr Krupa?",
        "Siapa Nurhayati Ariga?",
        "Vem är Hanna Wróblewska?",
        "Vad är Klinthav Vind?",
        "Vũ Đức Hạnh ở làng gốm Vân Thổ là ai?",
        "Czym jest inflacja?",
        "Что такое инфляция?",
        "インフレとは何ですか。",
        "罗一鸣是什么人？",
    ],
)
def test_who_has_a_name_and_what_a_word_means_are_definitions_in_other_languages(question: str) -> None:
    assert question_kind(question) is QuestionKind.DEFINITION


@pytest.mark.parametrize(
    "question",
    [
        "事故原因是什么？",
        "사고 원인은 무엇인가?",
        "事故の原因は何ですか。",
        "Kazanın nedeni nedir?",
        "ما هو سبب الاستقالة؟",
        "Nguyên nhân là gì?",
        "Nguyên nhân vụ cháy là gì?",
        "चोरी का कारण क्या है?",
        "علت آتش‌سوزی چیست؟",
        "Vad är orsaken till branden?",
        # "How many" is also "several", and "km".
        "چرا چند کارمند استعفا دادند؟",
        "なぜいくつかの店舗は閉店したのですか。",
        "なぜ何人かの社員は辞めたのですか。",
        "为什么几个员工辞职？",
        "왜 몇몇 직원이 그만두었나?",
        "لماذا أغلق الطريق على طول 10 كم؟",
        # The first word is a name.
        "WHO 사무총장은 왜 사임했나?",
    ],
)
def test_what_the_cause_is_and_why_several_did_it_are_reasons_in_other_languages(question: str) -> None:
    assert question_kind(question) is QuestionKind.REASON


@pytest.mark.parametrize(
    "question",
    [
        # Vietnamese "là ai", Japanese "なぜ", Czech "jaké" and Slovak "prečo" without their accents; "neden" asks in Turkish.
        "¿Cuándo entra en vigor la AI Act?",
        "この会社は何件の依頼をこなせるのか",
        "And Jake Sullivan?",
        "Jake Paul fought whom?",
        "Preço da passagem?",
        "Who beat Neden?",
    ],
)
def test_words_of_other_languages_ask_nothing_without_their_accents_or_behind_who(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT
