<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>%Ln photo selected</numerusform>
            <numerusform>%Ln photos selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s) to the trash?</source>
        <translation>
            <numerusform>Move %Ln photo to the trash?</numerusform>
            <numerusform>Move %Ln photos to the trash?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected photo(s) stay where they are.</source>
        <translation>
            <numerusform>%Ln protected photo stays where it is.</numerusform>
            <numerusform>%Ln protected photos stay where they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{1}: %Ln photo(s), {0}</source>
        <translation>
            <numerusform>{1}: %Ln photo, {0}</numerusform>
            <numerusform>{1}: %Ln photos, {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that belong to them go along ({0}).</source>
        <translation>
            <numerusform>%Ln file that belongs to them goes along ({0}).</numerusform>
            <numerusform>%Ln files that belong to them go along ({0}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %Ln that are rated or marked as kept</source>
        <translation>
            <numerusform>Leave out %Ln that is rated or marked as kept</numerusform>
            <numerusform>Leave out %Ln that are rated or marked as kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %Ln of which no copy would stay</source>
        <translation>
            <numerusform>Leave out %Ln of which no copy would stay</numerusform>
            <numerusform>Leave out %Ln of which no copy would stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) can not go: {0}</source>
        <translation>
            <numerusform>%Ln photo can not go: {0}</numerusform>
            <numerusform>%Ln photos can not go: {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more can not go, for other reasons.</source>
        <translation>
            <numerusform>%Ln more can not go, for another reason.</numerusform>
            <numerusform>%Ln more can not go, for other reasons.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) moved to the trash, {0}.</source>
        <translation>
            <numerusform>%Ln photo moved to the trash, {0}.</numerusform>
            <numerusform>%Ln photos moved to the trash, {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that belong to them went along.</source>
        <translation>
            <numerusform>%Ln file that belongs to them went along.</numerusform>
            <numerusform>%Ln files that belong to them went along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln copies are in the trash; their originals are untouched.</source>
        <translation>
            <numerusform>%Ln copy is in the trash; its original is untouched.</numerusform>
            <numerusform>%Ln copies are in the trash; their originals are untouched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sidecar(s) are as they were.</source>
        <translation>
            <numerusform>%Ln sidecar is as it was.</numerusform>
            <numerusform>%Ln sidecars are as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are back in their place.</source>
        <translation>
            <numerusform>%Ln photo is back in its place.</numerusform>
            <numerusform>%Ln photos are back in their place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) stayed where they are: {0}</source>
        <translation>
            <numerusform>%Ln file stayed where it is: {0}</numerusform>
            <numerusform>%Ln files stayed where they are: {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln taken back</source>
        <translation>
            <numerusform>%Ln taken back</numerusform>
            <numerusform>%Ln taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln no longer in the trash</source>
        <translation>
            <numerusform>%Ln no longer in the trash</numerusform>
            <numerusform>%Ln no longer in the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The trash holds %Ln photo(s) that can be taken back.</source>
        <translation>
            <numerusform>The trash holds %Ln photo that can be taken back.</numerusform>
            <numerusform>The trash holds %Ln photos that can be taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) lie on a disk that is away and stay.</source>
        <translation>
            <numerusform>%Ln photo lies on a disk that is away and stays.</numerusform>
            <numerusform>%Ln photos lie on a disk that is away and stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new photo(s)</source>
        <translation>
            <numerusform>%Ln new photo</numerusform>
            <numerusform>%Ln new photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln moved</source>
        <translation>
            <numerusform>%Ln moved</numerusform>
            <numerusform>%Ln moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln no longer there</source>
        <translation>
            <numerusform>%Ln no longer there</numerusform>
            <numerusform>%Ln no longer there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) rejected</source>
        <translation>
            <numerusform>%Ln photo rejected</numerusform>
            <numerusform>%Ln photos rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) kept</source>
        <translation>
            <numerusform>%Ln photo kept</numerusform>
            <numerusform>%Ln photos kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>mark of %Ln photo(s) cleared</source>
        <translation>
            <numerusform>mark of %Ln photo cleared</numerusform>
            <numerusform>mark of %Ln photos cleared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) rated {0} of 5</source>
        <translation>
            <numerusform>%Ln photo rated {0} of 5</numerusform>
            <numerusform>%Ln photos rated {0} of 5</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>rating of %Ln photo(s) cleared</source>
        <translation>
            <numerusform>rating of %Ln photo cleared</numerusform>
            <numerusform>rating of %Ln photos cleared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) made favourite</source>
        <translation>
            <numerusform>%Ln photo made favourite</numerusform>
            <numerusform>%Ln photos made favourite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) taken from the favourites</source>
        <translation>
            <numerusform>%Ln photo taken from the favourites</numerusform>
            <numerusform>%Ln photos taken from the favourites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) protected</source>
        <translation>
            <numerusform>%Ln photo protected</numerusform>
            <numerusform>%Ln photos protected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) no longer protected</source>
        <translation>
            <numerusform>%Ln photo no longer protected</numerusform>
            <numerusform>%Ln photos no longer protected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>review of %Ln photo(s) ended</source>
        <translation>
            <numerusform>review of %Ln photo ended</numerusform>
            <numerusform>review of %Ln photos ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) noted as not alike</source>
        <translation>
            <numerusform>%Ln photo noted as not alike</numerusform>
            <numerusform>%Ln photos noted as not alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln photo(s)</source>
        <translation>
            <numerusform>Change %Ln photo</numerusform>
            <numerusform>Change %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) will change.</source>
        <translation>
            <numerusform>%Ln photo will change.</numerusform>
            <numerusform>%Ln photos will change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are so already.</source>
        <translation>
            <numerusform>%Ln is so already.</numerusform>
            <numerusform>%Ln are so already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Dates of %Ln photo(s) changed. Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Date of %Ln photo changed. Ctrl+Z takes it back.</numerusform>
            <numerusform>Dates of %Ln photos changed. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Places of %Ln photo(s) changed. Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Place of %Ln photo changed. Ctrl+Z takes it back.</numerusform>
            <numerusform>Places of %Ln photos changed. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>date of %Ln photo(s) corrected</source>
        <translation>
            <numerusform>date of %Ln photo corrected</numerusform>
            <numerusform>date of %Ln photos corrected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>place of %Ln photo(s) estimated</source>
        <translation>
            <numerusform>place of %Ln photo estimated</numerusform>
            <numerusform>place of %Ln photos estimated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>place of %Ln photo(s) corrected</source>
        <translation>
            <numerusform>place of %Ln photo corrected</numerusform>
            <numerusform>place of %Ln photos corrected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) stay marked as rejected; nothing was deleted.</source>
        <translation>
            <numerusform>%Ln photo stays marked as rejected; nothing was deleted.</numerusform>
            <numerusform>%Ln photos stay marked as rejected; nothing was deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln photo(s)...</source>
        <translation>
            <numerusform>Delete %Ln photo...</numerusform>
            <numerusform>Delete %Ln photos...</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to review</source>
        <translation>
            <numerusform>%Ln to review</numerusform>
            <numerusform>%Ln to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stack(s)</source>
        <translation>
            <numerusform>%Ln stack</numerusform>
            <numerusform>%Ln stacks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln exact copies</source>
        <translation>
            <numerusform>%Ln exact copy</numerusform>
            <numerusform>%Ln exact copies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln exact copies of it</source>
        <translation>
            <numerusform>and %Ln exact copy of it</numerusform>
            <numerusform>and %Ln exact copies of it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln versions of one shot</source>
        <translation>
            <numerusform>%Ln version of one shot</numerusform>
            <numerusform>%Ln versions of one shot</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln shots in a row</source>
        <translation>
            <numerusform>%Ln shot in a row</numerusform>
            <numerusform>%Ln shots in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln exact copies...</source>
        <translation>
            <numerusform>Delete %Ln exact copy...</numerusform>
            <numerusform>Delete %Ln exact copies...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountedGroups</name>
    <message numerus="yes">
        <source>%Ln photo(s) moved</source>
        <translation>
            <numerusform>%Ln photo moved</numerusform>
            <numerusform>%Ln photos moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new group(s)</source>
        <translation>
            <numerusform>%Ln new group</numerusform>
            <numerusform>%Ln new groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln group(s) given up</source>
        <translation>
            <numerusform>%Ln group given up</numerusform>
            <numerusform>%Ln groups given up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are in another group now.</source>
        <translation>
            <numerusform>%Ln photo is in another group now.</numerusform>
            <numerusform>%Ln photos are in another group now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stayed where they were.</source>
        <translation>
            <numerusform>%Ln stayed where it was.</numerusform>
            <numerusform>%Ln stayed where they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) came since the last grouping.</source>
        <translation>
            <numerusform>%Ln photo came since the last grouping.</numerusform>
            <numerusform>%Ln photos came since the last grouping.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are in no group.</source>
        <translation>
            <numerusform>%Ln is in no group.</numerusform>
            <numerusform>%Ln are in no group.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) that moved are selected.</source>
        <translation>
            <numerusform>%Ln photo that moved is selected.</numerusform>
            <numerusform>%Ln photos that moved are selected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new photo(s) made {0} a group of its own</source>
        <translation>
            <numerusform>%Ln new photo made {0} a group of its own</numerusform>
            <numerusform>%Ln new photos made {0} a group of its own</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the {1} photos of {0} make a group of their own now</source>
        <translation>
            <numerusform>%Ln of the {1} photos of {0} makes a group of its own now</numerusform>
            <numerusform>%Ln of the {1} photos of {0} make a group of their own now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new photo(s) in {0} resemble them</source>
        <translation>
            <numerusform>%Ln new photo in {0} resembles them</numerusform>
            <numerusform>%Ln new photos in {0} resemble them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EstimateSheet</name>
    <message numerus="yes">
        <source>Remove all %Ln estimate(s)</source>
        <translation>
            <numerusform>Remove %Ln estimate</numerusform>
            <numerusform>Remove all %Ln estimates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message numerus="yes">
        <source>Export %Ln photo(s)</source>
        <translation>
            <numerusform>Export %Ln photo</numerusform>
            <numerusform>Export %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) in one file.</source>
        <translation>
            <numerusform>%Ln photo in one file.</numerusform>
            <numerusform>%Ln photos in one file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that belong to them go along.</source>
        <translation>
            <numerusform>%Ln file that belongs to them goes along.</numerusform>
            <numerusform>%Ln files that belong to them go along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln get another name, as theirs is taken there.</source>
        <translation>
            <numerusform>%Ln gets another name, as its own is taken there.</numerusform>
            <numerusform>%Ln get another name, as theirs is taken there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) stay, see below.</source>
        <translation>
            <numerusform>%Ln photo stays, see below.</numerusform>
            <numerusform>%Ln photos stay, see below.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) have nothing new to say.</source>
        <translation>
            <numerusform>%Ln photo has nothing new to say.</numerusform>
            <numerusform>%Ln photos have nothing new to say.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln photo(s)</source>
        <translation>
            <numerusform>Copy %Ln photo</numerusform>
            <numerusform>Copy %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s)</source>
        <translation>
            <numerusform>Move %Ln photo</numerusform>
            <numerusform>Move %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %Ln sidecar(s)</source>
        <translation>
            <numerusform>Write %Ln sidecar</numerusform>
            <numerusform>Write %Ln sidecars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%Ln photo(s) listed in {0}.</source>
        <translation>
            <numerusform>%Ln photo listed in {0}.</numerusform>
            <numerusform>%Ln photos listed in {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sidecar(s) written.</source>
        <translation>
            <numerusform>%Ln sidecar written.</numerusform>
            <numerusform>%Ln sidecars written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) moved to {0}.</source>
        <translation>
            <numerusform>%Ln photo moved to {0}.</numerusform>
            <numerusform>%Ln photos moved to {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) copied to {0}.</source>
        <translation>
            <numerusform>%Ln photo copied to {0}.</numerusform>
            <numerusform>%Ln photos copied to {0}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileTable</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupWords</name>
    <message numerus="yes">
        <source>{0} split into %Ln group(s)</source>
        <translation>
            <numerusform>{0} split into %Ln group</numerusform>
            <numerusform>{0} split into %Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) moved to {0}</source>
        <translation>
            <numerusform>%Ln photo moved to {0}</numerusform>
            <numerusform>%Ln photos moved to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New group {0} of %Ln photo(s)</source>
        <translation>
            <numerusform>New group {0} of %Ln photo</numerusform>
            <numerusform>New group {0} of %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) merged into {0}</source>
        <translation>
            <numerusform>%Ln photo merged into {0}</numerusform>
            <numerusform>%Ln photos merged into {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) pinned in {0}</source>
        <translation>
            <numerusform>%Ln photo pinned in {0}</numerusform>
            <numerusform>%Ln photos pinned in {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) of {0} left to the grouping</source>
        <translation>
            <numerusform>%Ln photo of {0} left to the grouping</numerusform>
            <numerusform>%Ln photos of {0} left to the grouping</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) taken out of {0}</source>
        <translation>
            <numerusform>%Ln photo taken out of {0}</numerusform>
            <numerusform>%Ln photos taken out of {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) moved to a group</source>
        <translation>
            <numerusform>%Ln photo moved to a group</numerusform>
            <numerusform>%Ln photos moved to a group</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New group of %Ln photo(s)</source>
        <translation>
            <numerusform>New group of %Ln photo</numerusform>
            <numerusform>New group of %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) merged into one group</source>
        <translation>
            <numerusform>%Ln photo merged into one group</numerusform>
            <numerusform>%Ln photos merged into one group</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) pinned in their groups</source>
        <translation>
            <numerusform>%Ln photo pinned in their groups</numerusform>
            <numerusform>%Ln photos pinned in their groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) left to the grouping</source>
        <translation>
            <numerusform>%Ln photo left to the grouping</numerusform>
            <numerusform>%Ln photos left to the grouping</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) taken out of their groups</source>
        <translation>
            <numerusform>%Ln photo taken out of their groups</numerusform>
            <numerusform>%Ln photos taken out of their groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s) to {0}</source>
        <translation>
            <numerusform>Move %Ln photo to {0}</numerusform>
            <numerusform>Move %Ln photos to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s)</source>
        <translation>
            <numerusform>Move %Ln photo</numerusform>
            <numerusform>Move %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s) to a group</source>
        <translation>
            <numerusform>Move %Ln photo to a group</numerusform>
            <numerusform>Move %Ln photos to a group</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge %Ln group(s)</source>
        <translation>
            <numerusform>Merge %Ln group</numerusform>
            <numerusform>Merge %Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make one group of these %Ln</source>
        <translation>
            <numerusform>Make one group of this %Ln</numerusform>
            <numerusform>Make one group of these %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split into %Ln group(s)</source>
        <translation>
            <numerusform>Split into %Ln group</numerusform>
            <numerusform>Split into %Ln groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A folder of %Ln group(s). Open it and choose one of them.</source>
        <translation>
            <numerusform>A folder of %Ln group. Open it and choose one of them.</numerusform>
            <numerusform>A folder of %Ln groups. Open it and choose one of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pinned</source>
        <translation>
            <numerusform>%Ln pinned</numerusform>
            <numerusform>%Ln pinned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln similar photo(s) would follow.</source>
        <translation>
            <numerusform>%Ln similar photo would follow.</numerusform>
            <numerusform>%Ln similar photos would follow.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) like those you put there</source>
        <translation>
            <numerusform>%Ln photo like those you put there</numerusform>
            <numerusform>%Ln photos like those you put there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message numerus="yes">
        <source>Delete %Ln photo(s)...</source>
        <translation>
            <numerusform>Delete %Ln photo...</numerusform>
            <numerusform>Delete %Ln photos...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsView</name>
    <message numerus="yes">
        <source>%Ln file(s) could not be read. They were left as they are.</source>
        <translation>
            <numerusform>%Ln file could not be read. It was left as it is.</numerusform>
            <numerusform>%Ln files could not be read. They were left as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln folder</numerusform>
            <numerusform>%Ln folders</numerusform>
        </translation>
    </message>
</context>
</TS>
